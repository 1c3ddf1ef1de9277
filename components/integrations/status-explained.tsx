import type { IntegrationCard, IntegrationStatus } from '@/lib/integrations/list';
import type { IntegrationKind } from '@/lib/integrations/registry';
import { StatusChip } from './status-chip';

/** `waiting` is Active before anything has arrived, where things do arrive. */
type Words = Record<IntegrationStatus, string> & { waiting?: string };

const WORDS: Record<IntegrationKind, Words> = {
  segment: {
    active: 'Segment events are being tracked. Every event name appears as a conversion goal in Conversions > Manage.',
    waiting:
      'Segment is switched on, and no event has arrived yet. Add the API key in Segment as described below, and the first event appears in Conversions > Manage.',
    inactive:
      'Events from Segment arrive, but count for nothing. Switch to Active and save to turn them into conversion goals.',
    not_configured:
      'No event has arrived from Segment with this key yet. Paste the API key into Segment as described below: the status changes by itself with the first event.',
  },
  'google-analytics': {
    active: 'Google Analytics is the source of conversions. Events from Segment count for nothing meanwhile.',
    inactive: 'Google Analytics is not tracking conversions. Switch to Active and save to use it in place of Segment.',
    not_configured: 'Google Analytics has not been set up. You can switch it on now and add the measurement ID later.',
  },
};

/** The status in the chip of the card, and what it means. */
export function StatusExplained({ integration }: { integration: IntegrationCard }) {
  const { kind, status, lastDeliveryAt } = integration;
  const words = WORDS[kind];
  const isWaiting = status === 'active' && lastDeliveryAt === null;
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border border-border px-3 py-2.5 text-sm">
      <StatusChip status={status} />
      <p className="min-w-0 flex-1 basis-64">{(isWaiting && words.waiting) || words[status]}</p>
    </div>
  );
}
