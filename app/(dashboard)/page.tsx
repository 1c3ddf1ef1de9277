import type { Metadata } from 'next';
import { MANAGE_PATH } from '@/components/conversions/search-params';
import { Checklist, type ChecklistStep } from '@/components/home/checklist';
import { MainEventCard } from '@/components/home/main-event-card';
import { LiveRefresh } from '@/components/shell/live-refresh';
import { Page } from '@/components/shell/page';
import { db } from '@/lib/db/client';
import { type IntegrationCard, listIntegrations } from '@/lib/integrations/list';
import { type MainEvent, readMainEvent } from '@/lib/reports/main-event';
import { listGoals } from '@/lib/reports/manage';
import { figuresVersion } from '@/lib/settlement/turn';
import { requireMember } from '@/lib/workspaces/current';

export const metadata: Metadata = { title: 'Home' };

export default async function HomePage() {
  const { workspace } = await requireMember();
  const now = new Date();
  const version = await figuresVersion(db(), workspace.id);
  const [integrations, goals, mainEvent] = await Promise.all([
    listIntegrations(db(), workspace.id, now),
    listGoals(db(), workspace.id, { now, filter: 'all', limit: 1 }),
    readMainEvent(db(), workspace, now),
  ]);
  const steps = checklist(integrations, goals.total, mainEvent);
  const isSetUp = steps.every((step) => step.isDone);
  return (
    <Page title="Home">
      <LiveRefresh version={version} />
      {!isSetUp && <Checklist steps={steps} />}
      {mainEvent && <MainEventCard mainEvent={mainEvent} timeZone={workspace.timeZone} />}
      {isSetUp && <Checklist steps={steps} />}
    </Page>
  );
}

function checklist(integrations: IntegrationCard[], goals: number, mainEvent: MainEvent | null): ChecklistStep[] {
  return [
    {
      title: 'API key added to Segment',
      howTo: 'Copy the API key and paste it into Segment. The first delivery ticks this by itself.',
      isDone: integrations.some(({ lastDeliveryAt }) => lastDeliveryAt !== null),
      href: '/integrations',
      action: 'Get the API key',
    },
    {
      title: 'Segment activated',
      howTo: 'Switch Segment to Active and save. From then on its events count.',
      isDone: integrations.some(({ isActive, canReceiveDeliveries }) => isActive && canReceiveDeliveries),
      href: '/integrations',
      action: 'Activate Segment',
    },
    {
      title: 'First event received',
      howTo: 'Every event name that Segment sends becomes a conversion goal by itself.',
      isDone: goals > 0,
      href: '/integrations',
      action: 'Check the connection',
    },
    {
      title: 'Main event chosen',
      howTo: 'Choose the event by which the lift of your campaigns is measured.',
      isDone: mainEvent !== null,
      href: MANAGE_PATH,
      action: 'Choose the main event',
    },
  ];
}
