/**
 * Every counter of a workspace, counted anew from its messages in one transaction. Settling keeps the counters equal to
 * this by itself (tests/integration/settlement/order.test.ts holds it), so it is a way to check them, and to mend them after a
 * restored backup. Goals stay as they are, whether or not any message is left of them, and so does the ledger of deliveries,
 * which tells of messages that were never stored.
 */
import { type DbClient, Prisma, type Tx } from '../db/client';
import { HOUR_MS } from '../time';
import { countByGoal, rebuildDays } from './rebuild-days';
import { firstHourKept } from './roll-up';
import { isSettled } from './waiting';

const TIMEOUT_MS = 3_600_000;
const hour = Prisma.sql`to_timestamp(floor(extract(epoch FROM m.occurred_at) / 3600) * 3600)`;

export async function rebuildRollUps(db: DbClient, workspaceId: string, now: Date): Promise<void> {
  const since = new Date(firstHourKept(now) * HOUR_MS);
  await db.$transaction(
    async (tx) => {
      await rebuildDays(tx, workspaceId); // takes the turn
      await rebuildGoalHours(tx, workspaceId, since);
      await rebuildIntegrationHours(tx, workspaceId, since);
      await rebuildSeen(tx, workspaceId);
    },
    { timeout: TIMEOUT_MS },
  );
}

async function rebuildGoalHours(tx: Tx, workspaceId: string, since: Date): Promise<void> {
  await tx.goalHour.deleteMany({ where: { workspaceId } });
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO goal_hours (workspace_id, goal_id, hour, events)
    SELECT ${workspaceId}::uuid, goal_id, part, events FROM (${countByGoal(workspaceId, hour, since)}) counted`);
}

async function rebuildIntegrationHours(tx: Tx, workspaceId: string, since: Date): Promise<void> {
  await tx.integrationHour.deleteMany({ where: { workspaceId } });
  // A scan of the workspace's messages.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO integration_hours (workspace_id, kind, hour, events)
    SELECT ${workspaceId}::uuid, m.source, ${hour}, count(*)
    FROM messages m
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.occurred_at >= ${since} AND ${isSettled(workspaceId)}
    GROUP BY 2, 3`);
}

async function rebuildSeen(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE goals g SET first_seen_at = counted.first, last_seen_at = counted.last
    FROM (${countByGoal(workspaceId, Prisma.sql`true`)}) counted
    WHERE g.workspace_id = ${workspaceId}::uuid AND g.id = counted.goal_id`);
}
