/** The queue of messages that wait to be settled. */
import { type Db, Prisma } from '../db/client';

/** Ids of the workspaces, the one that waits longest first. Of all tenants: the loop works for everybody. */
export async function listWaiting(db: Db): Promise<string[]> {
  // From workspace to workspace by the primary key, so the cost goes with their number and not with the queue's length.
  const rows = await db.$queryRaw<{ workspaceId: string }[]>(Prisma.sql`
    WITH RECURSIVE waiting AS (
      (SELECT workspace_id, received_at FROM unsettled_messages ORDER BY workspace_id, received_at LIMIT 1)
      UNION ALL
      SELECT next.workspace_id, next.received_at
      FROM waiting w CROSS JOIN LATERAL (
        SELECT u.workspace_id, u.received_at FROM unsettled_messages u
        WHERE u.workspace_id > w.workspace_id
        ORDER BY u.workspace_id, u.received_at LIMIT 1
      ) next
    )
    SELECT workspace_id AS "workspaceId" FROM waiting ORDER BY received_at`);
  return rows.map(({ workspaceId }) => workspaceId);
}

/** How long the message that waits longest has been waiting, in milliseconds; 0 when none is. */
export async function settleLag(db: Db, now: Date): Promise<number> {
  const [first] = await listWaiting(db);
  if (first === undefined) return 0;
  const oldest = await db.unsettledMessage.findFirst({
    where: { workspaceId: first },
    orderBy: [{ receivedAt: 'asc' }, { key: 'asc' }],
    select: { receivedAt: true },
  });
  return oldest ? Math.max(0, now.getTime() - oldest.receivedAt.getTime()) : 0;
}

/** Whether message `m` of a statement waits no more, and so is in the counters. Probes the queue's primary key. */
export function isSettled(workspaceId: string): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT FROM unsettled_messages u
    WHERE u.workspace_id = ${workspaceId}::uuid AND u.received_at = m.received_at AND u.key = m.key)`;
}
