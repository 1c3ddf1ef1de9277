/** The ledger of deliveries, as far as settling knows it: what came late, what found no place among the goals. */
import { Prisma, type Tx } from '../db/client';
import { goalRule } from '../goals/counts';
import { type DiscoveredGoals, goalOf } from '../goals/discover';
import type { Tally } from './tally';

type Entry = { day: string; outcome: 'late' | 'over-name-limit' | 'suppressed'; name: string; count: number };

/**
 * Counted once per message, when it is settled, by day of receipt in the workspace's zone. Only names of goals are kept: the others are
 * without limit, and are counted together.
 */
export async function noteDeliveries(
  tx: Tx,
  workspaceId: string,
  { tallies, goals, erased }: { tallies: Tally[]; goals: DiscoveredGoals; erased: Tally[] },
): Promise<void> {
  const entries = new Map<string, Entry>();
  for (const tally of tallies) {
    const hasGoal = goalOf(goals, tally) !== undefined;
    const { receivedDay: day, late } = tally;
    if (late > 0) add(entries, { day, outcome: 'late', name: hasGoal ? (tally.name ?? '') : '', count: late });
    if (!hasGoal && tally.type === 'track' && goalRule(tally.reason) === 'discovers') {
      add(entries, { day, outcome: 'over-name-limit', name: '', count: tally.events });
    }
  }
  for (const { receivedDay: day, events } of erased)
    add(entries, { day, outcome: 'suppressed', name: '', count: events });
  if (entries.size === 0) return;
  // Sorted, because the ingest writes the same rows: two writers that go the same way never wait in a circle.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO delivery_days (workspace_id, day, outcome, name, count)
    SELECT ${workspaceId}::uuid, day, outcome, name, count
    FROM jsonb_to_recordset(${JSON.stringify([...entries.values()])}::jsonb)
      AS r(day date, outcome text, name text, count bigint)
    ORDER BY day, outcome, name
    ON CONFLICT (workspace_id, day, outcome, name) DO UPDATE SET count = delivery_days.count + excluded.count`);
}

function add(entries: Map<string, Entry>, entry: Entry): void {
  const key = `${entry.day} ${entry.outcome} ${entry.name}`;
  const known = entries.get(key);
  if (known) known.count += entry.count;
  else entries.set(key, entry);
}
