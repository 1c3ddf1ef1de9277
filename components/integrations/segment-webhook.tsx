import { CopyField } from '@/components/ui/copy-field';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';

/** Address and header for a Segment workspace whose catalog does not list us: its Webhooks destination does the same. */
export function SegmentWebhook({ apiKey, origin }: { apiKey: string | null; origin: string }) {
  return (
    <Disclosure summary="Markettailor is not in your Segment catalog?">
      <p className="text-sm">
        Add Segment’s <strong>Webhooks</strong> destination instead, with this address and this header. It sends the
        same events.
      </p>
      <CopyField label="Endpoint URL" value={`${origin}/api/segment`} />
      <CopyField
        label="Authorization header"
        value={apiKey === null ? null : `Basic ${btoa(`${apiKey}:`)}`}
        mask="Basic ••••••••••••"
        hint={apiKey === null ? 'Reveal the API key above to see and copy the header.' : undefined}
      />
      {!origin.startsWith('https:') && (
        <Notice tone="warning">
          Segment delivers only to public https addresses, so it cannot reach this one from outside.
        </Notice>
      )}
    </Disclosure>
  );
}
