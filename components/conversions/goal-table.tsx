import { Hint } from '@/components/ui/hint';
import { Table, Th } from '@/components/ui/table';
import type { GoalRow as Goal } from '@/lib/reports/manage';
import { Arrivals } from './arriving-row';
import { GoalActionsProvider } from './goal-actions';
import { GoalRow, STICKY_LEFT, STICKY_RIGHT } from './goal-row';
import { UNDEFINED_REASONS } from './metric-cell';
import { type ManageParams, manageHref } from './search-params';
import { SortHeader } from './sort-header';

/** The four figures that campaigns give, and what each shows. */
const METRICS = [
  ['Personalized Conversions', 'Conversions from visitors who saw personalized content.'],
  ['Control Conversions', 'Conversions from visitors in your control group.'],
  ['Conversion Rate', 'Percentage of visitors who completed the event.'],
  ['Lift', 'Improvement in conversion rate from personalization.'],
] as const;

type GoalTableProps = {
  goals: Goal[];
  params: ManageParams;
  now: string;
  timeZone: string;
};

export function GoalTable({ goals, params, now, timeZone }: GoalTableProps) {
  const reason = goals[0]?.undefinedReason;
  return (
    <GoalActionsProvider mainId={goals.find((goal) => goal.isMain)?.id ?? null}>
      <Arrivals key={manageHref(params, { cursor: params.cursor })}>
        <Table
          label="Conversion events"
          frameClassName="[scroll-padding-inline:12rem_3.5rem] sm:[scroll-padding-inline:16rem_3.5rem]"
        >
          <thead>
            <tr>
              <SortHeader label="Event" sortKey="name" params={params} className={STICKY_LEFT} />
              <Th>Event Type</Th>
              <Th>Attached To</Th>
              {METRICS.map(([label, meaning]) => (
                <Th key={label} className="text-right">
                  <Hint term={label} className="text-right">
                    {meaning}
                    {reason && ` ${UNDEFINED_REASONS[reason]}, so there is nothing to show.`}
                  </Hint>
                </Th>
              ))}
              <SortHeader
                label={'Events (24\u00a0h)'}
                sortKey="events24h"
                params={params}
                align="right"
                className="text-right"
              />
              <SortHeader
                label={'Events (60\u00a0days)'}
                sortKey="events60d"
                params={params}
                align="right"
                className="text-right"
              />
              <SortHeader label={'Last\u00a0seen'} sortKey="lastSeenAt" params={params} />
              <Th className="text-center">Main Event</Th>
              <Th className="text-center">Visibility</Th>
              <Th className={STICKY_RIGHT}>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {goals.map((goal) => (
              <GoalRow key={goal.id} goal={goal} now={now} timeZone={timeZone} />
            ))}
          </tbody>
        </Table>
      </Arrivals>
    </GoalActionsProvider>
  );
}
