/**
 * A person's `delete` message: everything of theirs goes, and a tombstone keeps it from coming back.
 *
 * Theirs are the messages with the user id, and those with an anonymous id that was seen together with it and with no
 * other user id (a shared computer's visits stay). A tombstone says until when: nothing of that id that happened by
 * `erased_at` is stored again. It is the latest of three times:
 *
 *     delete's event time   delete's receipt   latest event time among what is erased
 *
 * so a redelivery of anything that was erased is suppressed, even one whose clock ran ahead, and what the person does
 * after coming back is kept. The ingest looks at tombstones itself; what was committed beside an erasure is caught here
 * when it is settled. Messages still waiting to be settled are left to that, because no counter knows them yet.
 *
 * The delete messages stay, so that a redelivered one is a duplicate and not a second erasure. They hold no more than the
 * tombstone does. A goal's first and last time seen stay as well: they are the goal's history.
 */
import { Prisma, type Tx } from '../db/client';
import { type Tally, tally } from '../settlement/tally';
import { isSettled } from '../settlement/waiting';

type Erasure = { hash: string; erasedAt: Date };

/** Whether message `m` is of somebody who was forgotten after it happened: two probes of the tombstones' primary key. */
export function isErased(workspaceId: string): Prisma.Sql {
  const hasTombstone = (alias: Prisma.Sql) => Prisma.sql`EXISTS (
    SELECT FROM tombstones t
    WHERE t.workspace_id = ${workspaceId}::uuid AND t.alias_hash = ${alias} AND t.erased_at >= m.occurred_at)`;
  return Prisma.sql`
    (m.type <> 'delete' AND (${hasTombstone(Prisma.sql`m.user_id`)} OR ${hasTombstone(Prisma.sql`m.anonymous_id`)}))`;
}

/**
 * Carries out delete messages, given by their keys. Answers what was erased after it had been counted, for the counters to
 * be reduced by. A degenerate id is stored as none, and erases nothing.
 */
export async function forgetDeleted(tx: Tx, workspaceId: string, keys: string[]): Promise<Tally[]> {
  const erasures = await findErasures(tx, workspaceId, keys);
  if (erasures.length === 0) return [];
  const asked = Prisma.sql`jsonb_to_recordset(${JSON.stringify(erasures)}::jsonb) AS a(hash uuid, "erasedAt" timestamptz)`;
  // An older erasure of the same id never wins. By primary key.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO tombstones (workspace_id, alias_hash, erased_at)
    SELECT ${workspaceId}::uuid, hash, "erasedAt" FROM ${asked}
    ON CONFLICT (workspace_id, alias_hash) DO UPDATE SET erased_at = greatest(tombstones.erased_at, excluded.erased_at)`);
  // Rides on messages_of_user and messages_of_anonymous; the queue is probed by its primary key.
  const erased = Prisma.sql`
    m AS (
      DELETE FROM messages m USING ${asked}
      WHERE m.workspace_id = ${workspaceId}::uuid AND (m.user_id = a.hash OR m.anonymous_id = a.hash)
        AND m.occurred_at <= a."erasedAt" AND m.type <> 'delete' AND ${isSettled(workspaceId)}
      RETURNING m.*, false AS is_erased
    )`;
  return await tally(tx, workspaceId, erased);
}

/** The ids to forget, user ids and anonymous ids alike: their hashes never coincide. */
async function findErasures(tx: Tx, workspaceId: string, keys: string[]): Promise<Erasure[]> {
  // An anonymous id shared by several users who all ask in this batch belongs to nobody else, as it would if they had
  // asked one after the other. Rides on messages_of_user and messages_of_anonymous.
  return await tx.$queryRaw<Erasure[]>(Prisma.sql`
    WITH asked AS (
      SELECT user_id, max(received_at) AS received_at, max(greatest(occurred_at, received_at)) AS erased_at
      FROM messages
      WHERE workspace_id = ${workspaceId}::uuid AND key = ANY (${keys}::uuid[])
        AND type = 'delete' AND user_id IS NOT NULL
      GROUP BY user_id
    ), alias AS (
      SELECT user_id AS hash, received_at, erased_at FROM asked
      UNION ALL
      SELECT m.anonymous_id, max(a.received_at), max(a.erased_at)
      FROM asked a
      JOIN messages m ON m.workspace_id = ${workspaceId}::uuid AND m.user_id = a.user_id
      WHERE m.anonymous_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM messages o
                        WHERE o.workspace_id = ${workspaceId}::uuid AND o.anonymous_id = m.anonymous_id
                          AND o.user_id NOT IN (SELECT user_id FROM asked))
      GROUP BY m.anonymous_id
    )
    SELECT hash, greatest(erased_at, (
      SELECT max(m.occurred_at) FROM messages m
      WHERE m.workspace_id = ${workspaceId}::uuid AND (m.user_id = alias.hash OR m.anonymous_id = alias.hash)
        AND m.received_at <= alias.received_at
    )) AS "erasedAt"
    FROM alias
    ORDER BY hash`);
}
