import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { formatCount } from '@/lib/format';
import type { IntegrationCard as Integration } from '@/lib/integrations/list';
import { IntegrationMark } from './integration-mark';
import { StatusChip } from './status-chip';

type IntegrationCardProps = {
  integration: Integration;
  now: string;
  timeZone: string;
  /** The Settings button with its dialog. */
  settings: ReactNode;
};

export function IntegrationCard({ integration, now, timeZone, settings }: IntegrationCardProps) {
  const headingId = `integration-${integration.kind}`;
  return (
    <Card aria-labelledby={headingId} className="flex flex-col">
      <div className="grid flex-1 content-start gap-3 p-5">
        <div className="flex items-center gap-3">
          <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-md border border-border bg-background">
            <IntegrationMark kind={integration.kind} className="size-5" />
          </span>
          <h3 id={headingId} className="min-w-0 flex-1 font-semibold text-lg">
            {integration.name}
          </h3>
          <StatusChip status={integration.status} />
        </div>
        <p className="text-muted-foreground text-sm">{integration.description}</p>
      </div>
      <div className="flex items-end justify-between gap-4 border-border border-t px-5 py-3.5">
        {integration.canReceiveDeliveries ? (
          <dl className="grid grid-cols-[auto_auto] gap-x-8 text-sm">
            <dt className="row-start-1 text-muted-foreground text-xs">Last event</dt>
            <dd className="row-start-2">
              {integration.lastDeliveryAt ? (
                <RelativeTime at={integration.lastDeliveryAt} now={now} timeZone={timeZone} />
              ) : (
                'None yet'
              )}
            </dd>
            <dt className="row-start-1 text-muted-foreground text-xs">Events (24 h)</dt>
            <dd className="row-start-2 tabular-nums">
              {integration.lastDeliveryAt ? formatCount(integration.events24h) : '–'}
            </dd>
          </dl>
        ) : (
          <dl className="text-sm">
            <dt className="text-muted-foreground text-xs">Measurement ID</dt>
            <dd>{integration.settings.measurementId ?? 'Not set'}</dd>
          </dl>
        )}
        {settings}
      </div>
    </Card>
  );
}
