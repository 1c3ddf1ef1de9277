/** What Home shows of the main event. */
import type { Db } from '../db/client';
import { addDays, DAY_MS, dayIn, shift } from '../time';
import { type GoalFigures, readGoals } from './goal-figures';

const DAYS = 60;

/** Events of one day 'YYYY-MM-DD' in the workspace's time zone. */
export type EventDay = { day: string; events: number };

export type MainEvent = Pick<GoalFigures, 'id' | 'source' | 'events24h' | 'events60d'> & {
  displayName: string;
  /** The days that `events60d` is the sum of, the oldest first, without gaps. */
  days: EventDay[];
};

type Workspace = { id: string; timeZone: string };

/** Null while no event is the main event. */
export async function readMainEvent(db: Db, workspace: Workspace, now: Date): Promise<MainEvent | null> {
  const main = await db.goal.findFirst({ where: { workspaceId: workspace.id, isMain: true }, select: { id: true } });
  if (!main) return null;
  const [figures] = await readGoals(db, workspace.id, { now, goalId: main.id });
  if (!figures) return null;
  const { id, source, name, displayName, events24h, events60d } = figures;
  const days = await readDays(db, workspace, id, now);
  return { id, source, displayName: displayName ?? name, events24h, events60d, days };
}

/** From the day 60 days ago to today; further if a clock that runs ahead has dated an event tomorrow. */
async function readDays(db: Db, { id: workspaceId, timeZone }: Workspace, goalId: string, now: Date) {
  const first = dayIn(timeZone, shift(now, -DAYS * DAY_MS));
  const rows = await db.goalDay.findMany({
    where: { workspaceId, goalId, day: { gte: new Date(first) } },
    orderBy: { day: 'asc' },
    select: { day: true, events: true },
  });
  const counts = new Map(rows.map(({ day, events }) => [day.toISOString().slice(0, 10), Number(events)]));
  const last = [dayIn(timeZone, now), ...counts.keys()].sort().at(-1) ?? first;
  const days: EventDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push({ day, events: counts.get(day) ?? 0 });
  return days;
}
