import { ExternalLink } from 'lucide-react';
import { TextLink } from '@/components/ui/text-link';

const GUIDE = 'https://www.twilio.com/docs/segment/connections/destinations/catalog/markettailor';

/** What to do on Segment's side, in Segment's own words. Markettailor is our name in its catalog. */
export function SegmentSteps() {
  return (
    <section aria-labelledby="segment-steps" className="grid gap-2">
      <h3 id="segment-steps" className="font-medium text-sm">
        Add Abmatic in Segment
      </h3>
      <ol className="grid list-decimal gap-1 pl-5 text-sm marker:text-muted-foreground">
        <li>
          Log in to your <TextLink href="https://app.segment.com/">Segment workspace</TextLink>.
        </li>
        <li>
          Go to <strong>Connections</strong> → <strong>Destinations</strong> and click <strong>Add Destination</strong>.
        </li>
        <li>
          Search for <strong>“Markettailor”</strong>: that is Abmatic’s name in Segment.
        </li>
        <li>Select the source that you want to connect.</li>
        <li>Paste the API key when Segment asks for it, and enable the destination.</li>
        <li>
          Come back here, switch to <strong>Active</strong> and click <strong>Save</strong>.
        </li>
      </ol>
      <p className="text-muted-foreground text-sm">
        In more detail:{' '}
        <TextLink href={GUIDE}>
          Segment’s guide to the Markettailor destination <ExternalLink aria-hidden className="inline size-3.5" />
        </TextLink>
      </p>
    </section>
  );
}
