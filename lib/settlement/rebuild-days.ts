/** Days of goals, counted anew from the messages: for another time zone, and to mend counters. */
import { Prisma, type Tx } from '../db/client';
import { COUNTING_REASONS } from '../goals/counts';
import { takeTurn } from './turn';
import { isSettled } from './waiting';

/**
 * Recounts goal_days of a workspace by its present time zone. To be called in the transaction that changes the zone, after
 * the change. Reads every message of the workspace: allow several seconds of transaction time for each million of them.
 */
export async function rebuildDays(tx: Tx, workspaceId: string): Promise<void> {
  await takeTurn(tx, workspaceId);
  await tx.goalDay.deleteMany({ where: { workspaceId } });
  const day = Prisma.sql`
    (m.occurred_at AT TIME ZONE (SELECT time_zone FROM workspaces WHERE id = ${workspaceId}::uuid))::date`;
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO goal_days (workspace_id, goal_id, day, events)
    SELECT ${workspaceId}::uuid, goal_id, part, events FROM (${countByGoal(workspaceId, day)}) counted`);
}

/**
 * The messages that goals count, counted by goal and `part` (an expression over message `m`): rows of goal_id, part, events,
 * first and last event time. A scan of the workspace's messages, summed up before the goals come in.
 */
export function countByGoal(workspaceId: string, part: Prisma.Sql, since?: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT g.id AS goal_id, part, events, first, last
    FROM (
      SELECT source, name, ${part} AS part, count(*) AS events, min(occurred_at) AS first, max(occurred_at) AS last
      FROM messages m
      WHERE m.workspace_id = ${workspaceId}::uuid AND m.type = 'track' AND m.occurred_at >= coalesce(${since ?? null}::timestamptz, '-infinity')
        AND (m.excluded_reason IS NULL OR m.excluded_reason = ANY (${COUNTING_REASONS}))
        AND ${isSettled(workspaceId)}
      GROUP BY 1, 2, 3
    ) m
    JOIN goals g ON g.workspace_id = ${workspaceId}::uuid AND g.source = m.source AND g.type = 'track' AND g.name = m.name`;
}
