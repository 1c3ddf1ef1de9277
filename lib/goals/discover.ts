/** Each event name becomes a goal the first time it is seen, up to DISCOVERED_GOALS_MAX names. */
import type { Tx } from '../db/client';
import type { Tally } from '../settlement/tally';
import { DISCOVERED_GOALS_MAX, goalRule } from './counts';

/** Ids of the goals that events count for, by source and name. */
export type DiscoveredGoals = Map<string, string>;

type Named = { source: string; name: string };

/** The goal that a tally's messages belong to, if there is one. Only track calls have goals. */
export function goalOf(goals: DiscoveredGoals, tally: Tally): string | undefined {
  return tally.type === 'track' && tally.name !== null ? goals.get(keyOf({ ...tally, name: tally.name })) : undefined;
}

/**
 * Every discovered goal of the workspace, those included that the tallies show for the first time; `created` names these.
 * Which names fit below the limit is decided by the time of their first event. The caller has the workspace's turn, so
 * nobody else discovers at the same time.
 */
export async function discoverGoals(
  tx: Tx,
  workspaceId: string,
  tallies: Tally[],
): Promise<{ goals: DiscoveredGoals; created: Named[] }> {
  const known = await tx.goal.findMany({
    where: { workspaceId, type: 'track' },
    select: { id: true, source: true, name: true },
  });
  const goals: DiscoveredGoals = new Map(known.map((goal) => [keyOf(goal), goal.id]));
  const places = Math.max(0, DISCOVERED_GOALS_MAX - known.length);
  const created = newNames(tallies, goals).slice(0, places);
  if (created.length === 0) return { goals, created };
  const rows = await tx.goal.createManyAndReturn({
    data: created.map(({ source, name }) => ({ workspaceId, source, name, type: 'track' })),
    select: { id: true, source: true, name: true },
  });
  for (const goal of rows) goals.set(keyOf(goal), goal.id);
  return { goals, created };
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
