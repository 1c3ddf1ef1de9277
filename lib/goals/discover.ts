/** Each event name becomes a goal the first time it is seen, up to DISCOVERED_GOALS_MAX names. */
import { Prisma, type Tx } from '../db/client';
import type { Tally } from '../settlement/tally';
import { DISCOVERED_GOALS_MAX, goalRule } from './counts';

/** Ids of the goals that events count for, by source and name. */
export type DiscoveredGoals = Map<string, string>;

type Named = { source: string; name: string };

/** The goal that a tally's messages belong to, if there is one. Only track calls have goals. */
export function goalOf(goals: DiscoveredGoals, tally: Tally): string | undefined {
  return tally.type === 'track' && tally.name !== null ? goals.get(keyOf({ ...tally, name: tally.name })) : undefined;
}

/** The goals that the tallies' messages belong to, as far as there are any. */
export async function findGoals(tx: Tx, workspaceId: string, tallies: Tally[]): Promise<DiscoveredGoals> {
  const names = [...new Set(tallies.flatMap(({ type, name }) => (type === 'track' && name !== null ? [name] : [])))];
  // Few columns, and only of these names: this is read for every batch. Rides on the unique (workspace, source, type, name)
  // where there are many goals.
  const goals = await tx.$queryRaw<(Named & { id: string })[]>(Prisma.sql`
    SELECT id, source, name FROM goals
    WHERE workspace_id = ${workspaceId}::uuid AND type = 'track' AND name = ANY (${names})`);
  return new Map(goals.map((goal) => [keyOf(goal), goal.id]));
}

/**
 * The same, and goals are made for the names that are seen for the first time; `created` names these. Which of them fit
 * below the limit is decided by the time of their first event. The caller has the workspace's turn, so nobody else
 * discovers at the same time.
 */
export async function discoverGoals(
  tx: Tx,
  workspaceId: string,
  tallies: Tally[],
): Promise<{ goals: DiscoveredGoals; created: string[] }> {
  const goals = await findGoals(tx, workspaceId, tallies);
  const found = newNames(tallies, goals);
  if (found.length === 0) return { goals, created: [] };
  const places = DISCOVERED_GOALS_MAX - (await tx.goal.count({ where: { workspaceId, type: 'track' } }));
  const rows = await tx.goal.createManyAndReturn({
    data: found.slice(0, Math.max(0, places)).map((named) => ({ ...named, workspaceId, type: 'track' })),
    select: { id: true, source: true, name: true },
  });
  for (const goal of rows) goals.set(keyOf(goal), goal.id);
  return { goals, created: rows.map(({ name }) => name) };
}

/** Names without a goal that may have one, earliest first. */
function newNames(tallies: Tally[], goals: DiscoveredGoals): Named[] {
  const found = new Map<string, Named & { firstAt: Date }>();
  for (const { type, source, name, reason, firstAt } of tallies) {
    if (type !== 'track' || name === null || goalRule(reason) !== 'discovers') continue;
    const key = keyOf({ source, name });
    if (goals.has(key)) continue;
    const earlier = found.get(key);
    if (!earlier || firstAt < earlier.firstAt) found.set(key, { source, name, firstAt });
  }
  return [...found.values()]
    .sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime() || (a.name < b.name ? -1 : 1))
    .map(({ source, name }) => ({ source, name }));
}

const keyOf = ({ source, name }: Named) => `${source}\n${name}`;
