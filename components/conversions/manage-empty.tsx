import { CirclePause, Plug, Radio, SearchX } from 'lucide-react';
import Link from 'next/link';
import { buttonStyles } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { IntegrationCard } from '@/lib/integrations/list';
import { MANAGE_PATH, type ManageParams } from './search-params';

const toIntegrations = (label: string) => (
  <Link href="/integrations" className={buttonStyles({ variant: 'primary' })}>
    {label}
  </Link>
);

/** No events at all: why, by the state of the integrations, and what to do next. */
export function NoGoals({ integrations }: { integrations: IntegrationCard[] }) {
  const active = integrations.find((integration) => integration.isActive);
  const segment = integrations.find((integration) => integration.canReceiveDeliveries);
  if (active?.canReceiveDeliveries) {
    return (
      <EmptyState icon={<Radio />} title="Waiting for the first event" action={toIntegrations('Check the connection')}>
        {active.name} is active. The first event that it sends appears here by itself, usually within two seconds. If
        nothing comes, check in Segment that the destination is enabled and connected to the right source.
      </EmptyState>
    );
  }
  if (active) {
    return (
      <EmptyState
        icon={<CirclePause />}
        title={`${active.name} is active`}
        action={toIntegrations('Go to Integrations')}
      >
        Only one conversion tracking integration can be active at a time. Activate Segment in its place to turn the
        events that you already track into conversion goals.
      </EmptyState>
    );
  }
  if (segment?.status === 'inactive') {
    return (
      <EmptyState icon={<CirclePause />} title="Segment is inactive" action={toIntegrations('Activate Segment')}>
        Events arrive from Segment, but count for nothing yet. Switch it to Active, and every event that arrives from
        then on appears here as a conversion goal.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Plug />}
      title="Connect Segment to see your events here"
      action={toIntegrations('Connect Segment')}
    >
      Every event that you already track with Segment becomes a conversion goal by itself. Copy the API key, add it in
      Segment, and activate the integration.
    </EmptyState>
  );
}

/** There are events, and none of them fits what was asked for. */
export function NoMatch({ params }: { params: ManageParams }) {
  const asked = params.q ? `No event has “${params.q}” in its name` : `There are no ${params.show} events`;
  return (
    <EmptyState
      icon={<SearchX />}
      title={asked}
      action={
        <Link href={MANAGE_PATH} className={buttonStyles()}>
          Show all events
        </Link>
      }
    >
      {params.q && params.show !== 'current' && `Only ${params.show} events were searched. `}
      Names are found by any part of them, whether in capitals or not.
    </EmptyState>
  );
}
