import { RelativeTime } from '@/components/ui/relative-time';
import { formatCount, formatLift, formatShare } from '@/lib/format';
import type { GoalRow as Goal } from '@/lib/reports/manage';
import { ArrivingRow } from './arriving-row';
import { GoalMenu } from './goal-menu';
import { GoalName } from './goal-name';
import { MainEventSwitch } from './main-event-switch';
import { MetricCell } from './metric-cell';
import { VisibilityButton } from './visibility-button';

const TYPES = { track: 'Track', page_view: 'Page View', click: 'Click' } satisfies Record<Goal['type'], string>;

/** How long after its first event a goal counts as new, milliseconds. */
const NEW_MS = 10 * 60_000;

// The name and the menu stay in view where the table is wider than the screen.
export const STICKY_LEFT = 'sticky left-0 z-10 max-[90rem]:border-r';
export const STICKY_RIGHT = 'sticky right-0 z-10 pl-1 max-[90rem]:border-l';

type GoalRowProps = { goal: Goal; now: string; timeZone: string };

export function GoalRow({ goal, now, timeZone }: GoalRowProps) {
  const { undefinedReason: reason, personalized, control } = goal;
  const known = reason === null;
  const isNew = goal.firstSeenAt !== null && Date.parse(now) - Date.parse(goal.firstSeenAt) < NEW_MS;
  const actionGoal = {
    id: goal.id,
    name: goal.name,
    displayName: goal.displayName,
    isMain: goal.isMain,
    visible: goal.visible,
    isArchived: goal.archivedAt !== null,
  };
  return (
    <ArrivingRow name={goal.displayName} isNew={isNew}>
      <td className={STICKY_LEFT}>
        <GoalName goal={goal} />
      </td>
      <td className="text-muted-foreground">{TYPES[goal.type]}</td>
      <td className="max-w-40 truncate text-muted-foreground">{goal.attachedTo ?? 'Any page'}</td>
      <MetricCell value={known ? formatCount(personalized.conversions) : null} reason={reason} />
      <MetricCell value={known ? formatCount(control.conversions) : null} reason={reason} />
      <MetricCell value={personalized.rate === null ? null : formatShare(personalized.rate)} reason={reason} />
      <MetricCell value={goal.lift === null ? null : formatLift(goal.lift)} reason={reason} />
      <td className="text-right tabular-nums">{formatCount(goal.events24h)}</td>
      <td className="text-right tabular-nums">{formatCount(goal.events60d)}</td>
      <td className="text-muted-foreground">
        {goal.lastSeenAt ? <RelativeTime at={goal.lastSeenAt} now={now} timeZone={timeZone} /> : 'Never'}
      </td>
      <td className="text-center">
        <MainEventSwitch goal={actionGoal} />
      </td>
      <td className="text-center">
        <VisibilityButton goal={actionGoal} />
      </td>
      <td className={STICKY_RIGHT}>
        <GoalMenu goal={actionGoal} />
      </td>
    </ArrivingRow>
  );
}
