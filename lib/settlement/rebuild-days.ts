/** Days of goals, counted anew from the messages: for another time zone, and to mend counters. */
import { Prisma, type Tx } from '../db/client';
import { COUNTING_REASONS } from '../goals/counts';
import { takeTurn } from './turn';

/**
 * Recounts goal_days of a workspace by its present time zone. To be called in the transaction that changes the zone, after
 * the change. Reads every message of the workspace: allow a second of transaction time for each million of them.
 */
export async function rebuildDays(tx: Tx, workspaceId: string): Promise<void> {
  await takeTurn(tx, workspaceId);
  await tx.goalDay.deleteMany({ where: { workspaceId } });
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO goal_days (workspace_id, goal_id, day, events)
    SELECT ${workspaceId}::uuid, g.id,
           (m.occurred_at AT TIME ZONE (SELECT time_zone FROM workspaces WHERE id = ${workspaceId}::uuid))::date, count(*)
    FROM (${countedMessages(workspaceId)}) m
    JOIN goals g ON g.workspace_id = ${workspaceId}::uuid AND g.source = m.source AND g.type = 'track' AND g.name = m.name
    GROUP BY 2, 3`);
}

/**
 * The messages that goals count: settled ones, for those that wait are counted when they are settled. A scan of the
 * workspace's messages; the queue is short and is hashed.
 */
export function countedMessages(workspaceId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT source, name, occurred_at FROM messages m
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.type = 'track'
      AND (m.excluded_reason IS NULL OR m.excluded_reason = ANY (${COUNTING_REASONS}))
      AND m.key NOT IN (SELECT key FROM unsettled_messages WHERE workspace_id = ${workspaceId}::uuid)`;
}
