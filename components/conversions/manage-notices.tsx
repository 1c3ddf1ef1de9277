import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';
import { formatCount } from '@/lib/format';
import type { IntegrationCard } from '@/lib/integrations/list';

type ManageNoticesProps = {
  integrations: IntegrationCard[];
  /** Events of the last 60 days that found no place among the goals. */
  overLimit: number;
  goalsMax: number;
};

/** What keeps events from being counted, above the table of those that are. */
export function ManageNotices({ integrations, overLimit, goalsMax }: ManageNoticesProps) {
  const receives = integrations.some((integration) => integration.isActive && integration.canReceiveDeliveries);
  return (
    <>
      {!receives && (
        <Notice tone="warning" action={<TextLink href="/integrations">Go to Integrations</TextLink>}>
          Segment is not active. Events that arrive meanwhile are not counted.
        </Notice>
      )}
      {overLimit > 0 && (
        <Notice tone="warning">
          A workspace can have {formatCount(goalsMax)} events. {formatCount(overLimit)} events of the last 60 days came
          under further names and were not made goals; the events below go on counting. Names that contain ids or dates
          are the usual cause: send those as properties instead.
        </Notice>
      )}
    </>
  );
}
