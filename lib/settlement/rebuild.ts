/**
 * Every counter of a workspace, counted anew from its messages in one transaction. Settling keeps the counters equal to
 * this by itself (tests/integration/settlement/order.test.ts holds it), so it is a way to check them, and to mend them after a
 * restored backup. Goals stay as they are, whether or not any message is left of them, and so does the ledger of deliveries,
 * which tells of messages that were never stored.
 */
import { type DbClient, Prisma } from '../db/client';
import { HOUR_MS } from '../time';
import { countedMessages, rebuildDays } from './rebuild-days';
import { firstHourKept } from './roll-up';

const TIMEOUT_MS = 3_600_000;

export async function rebuildRollUps(db: DbClient, workspaceId: string, now: Date): Promise<void> {
  const since = new Date(firstHourKept(now) * HOUR_MS);
  await db.$transaction(
    async (tx) => {
      await rebuildDays(tx, workspaceId); // takes the turn
      await tx.goalHour.deleteMany({ where: { workspaceId } });
      await tx.integrationHour.deleteMany({ where: { workspaceId } });
      // The statements below scan the workspace's messages.
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO goal_hours (workspace_id, goal_id, hour, events)
        SELECT ${workspaceId}::uuid, g.id, ${hourOf}, count(*)
        FROM (${countedMessages(workspaceId)}) m
        JOIN goals g ON g.workspace_id = ${workspaceId}::uuid AND g.source = m.source AND g.type = 'track' AND g.name = m.name
        WHERE m.occurred_at >= ${since}
        GROUP BY 2, 3`);
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO integration_hours (workspace_id, kind, hour, events)
        SELECT ${workspaceId}::uuid, m.source, ${hourOf}, count(*)
        FROM messages m
        WHERE m.workspace_id = ${workspaceId}::uuid AND m.occurred_at >= ${since}
          AND m.key NOT IN (SELECT key FROM unsettled_messages WHERE workspace_id = ${workspaceId}::uuid)
        GROUP BY 2, 3`);
      await tx.$executeRaw(Prisma.sql`
        UPDATE goals g SET first_seen_at = m.first, last_seen_at = m.last
        FROM (
          SELECT source, name, min(occurred_at) AS first, max(occurred_at) AS last
          FROM (${countedMessages(workspaceId)}) counted GROUP BY source, name
        ) m
        WHERE g.workspace_id = ${workspaceId}::uuid AND g.source = m.source AND g.type = 'track' AND g.name = m.name`);
    },
    { timeout: TIMEOUT_MS },
  );
}

const hourOf = Prisma.sql`to_timestamp(floor(extract(epoch FROM m.occurred_at) / 3600) * 3600)`;
