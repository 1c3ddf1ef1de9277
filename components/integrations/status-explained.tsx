import type { IntegrationStatus } from '@/lib/integrations/list';
import { StatusChip } from './status-chip';

const WORDS: Record<string, Record<IntegrationStatus, string>> = {
  Segment: {
    active: 'Segment events are being tracked. Every event name appears as a conversion goal in Conversions > Manage.',
    inactive:
      'Events from Segment arrive, but count for nothing. Switch to Active and save to turn them into conversion goals.',
    not_configured:
      'No event has arrived from Segment with this key yet. Paste the API key into Segment as described below: the status changes by itself with the first event.',
  },
  'Google Analytics': {
    active: 'Google Analytics is the source of conversions. Events from Segment count for nothing meanwhile.',
    inactive: 'Google Analytics is not tracking conversions. Switch to Active and save to use it in place of Segment.',
    not_configured: 'Google Analytics has not been set up. You can switch it on now and add the measurement ID later.',
  },
};

/** The status in the chip of the card, and what it means. */
export function StatusExplained({ status, name }: { status: IntegrationStatus; name: string }) {
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border border-border px-3 py-2.5 text-sm">
      <StatusChip status={status} />
      <p className="min-w-0 flex-1 basis-64">{WORDS[name]?.[status]}</p>
    </div>
  );
}
