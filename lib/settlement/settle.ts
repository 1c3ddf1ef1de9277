/**
 * One step of settling: a batch of one workspace's new messages becomes goals and counters, in one transaction.
 *
 *   claim -> suppress -> tally -> discover -> roll up -> note -> forget
 *
 * The invariant: a message is in exactly one of three states, waiting (in unsettled_messages), counted, or erased, and the
 * step moves a batch from the first to the second as a whole. A crash leaves it waiting; so nothing is lost and nothing is
 * counted twice. Counters are sums, so they do not depend on the order or the size of batches:
 *
 *   3 messages "Order Completed" at 10:05, 10:59 and 11:00 UTC, in any batches
 *     -> goal_hours  10:00 = 2, 11:00 = 1     goal_days  2026-11-24 = 3
 *
 * The batch is counted first and forgotten afterwards: what a delete message erases is taken from the counters whether it
 * came in this batch or in an earlier one.
 */
import { type DbClient, Prisma, type Tx } from '../db/client';
import { discoverGoals } from '../goals/discover';
import { floorHour } from '../time';
import { forgetDeleted, suppressErased } from '../visitors/forget';
import { noteDeliveries } from './deliveries';
import { pruneHours, rollUpGoals, rollUpIntegrations } from './roll-up';
import { type Tally, tally } from './tally';
import { noteSettled, tryTurn } from './turn';

export const BATCH_MAX = 5_000;
const TIMEOUT_MS = 60_000;

/** `hasMore`: the batch was full, so there is probably another one waiting. */
export type Settled = { claimed: number; hasMore: boolean };

/**
 * Settles up to `batchMax` messages. Does nothing while another instance is at the same workspace. Throws when the
 * database fails; then nothing of the batch has happened.
 */
export async function settleWorkspace(
  db: DbClient,
  workspaceId: string,
  now: Date,
  batchMax = BATCH_MAX,
): Promise<Settled> {
  return await db.$transaction((tx) => settleBatch(tx, workspaceId, now, batchMax), { timeout: TIMEOUT_MS });
}

async function settleBatch(tx: Tx, workspaceId: string, now: Date, batchMax: number): Promise<Settled> {
  const turn = await tryTurn(tx, workspaceId);
  const keys = turn ? await claim(tx, workspaceId, batchMax) : [];
  if (!turn || keys.length === 0) return { claimed: 0, hasMore: false };

  const timeZone = await timeZoneOf(tx, workspaceId);
  const suppressed = await suppressErased(tx, workspaceId, { keys, timeZone });
  const tallies = await tally(tx, claimedMessages(workspaceId, keys), timeZone);
  const { goals, created } = await discoverGoals(tx, workspaceId, tallies);
  const earlier = await tallyEarlier(tx, workspaceId, { names: created.map(({ name }) => name), keys, timeZone });
  await rollUpGoals(tx, workspaceId, { tallies: [...tallies, ...earlier], goals, now });
  await rollUpIntegrations(tx, workspaceId, { tallies, now });
  await noteDeliveries(tx, workspaceId, { tallies, goals, suppressed });
  if (tallies.some(({ type }) => type === 'delete')) {
    const erased = await forgetDeleted(tx, workspaceId, { keys, timeZone });
    await rollUpGoals(tx, workspaceId, { tallies: erased, goals, now, sign: -1 });
    await rollUpIntegrations(tx, workspaceId, { tallies: erased, now, sign: -1 });
  }
  if (floorHour(turn.settledAt) < floorHour(now)) await pruneHours(tx, workspaceId, now);
  await noteSettled(tx, workspaceId, now);
  return { claimed: keys.length, hasMore: keys.length === batchMax };
}

/** Takes the longest waiting messages out of the queue. They are back in it if the transaction fails. */
async function claim(tx: Tx, workspaceId: string, batchMax: number): Promise<string[]> {
  // SKIP LOCKED for those who touch the queue without having the turn. By primary key, from its front.
  const claimed = await tx.$queryRaw<{ key: string }[]>(Prisma.sql`
    WITH batch AS (
      SELECT received_at, key FROM unsettled_messages
      WHERE workspace_id = ${workspaceId}::uuid
      ORDER BY received_at, key LIMIT ${batchMax} FOR UPDATE SKIP LOCKED
    )
    DELETE FROM unsettled_messages u USING batch b
    WHERE u.workspace_id = ${workspaceId}::uuid AND u.received_at = b.received_at AND u.key = b.key
    RETURNING u.key`);
  return claimed.map(({ key }) => key);
}

async function timeZoneOf(tx: Tx, workspaceId: string): Promise<string> {
  const { timeZone } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { timeZone: true } });
  return timeZone;
}

function claimedMessages(workspaceId: string, keys: string[]): Prisma.Sql {
  // By primary key.
  return Prisma.sql`SELECT * FROM messages WHERE workspace_id = ${workspaceId}::uuid AND key = ANY (${keys}::uuid[])`;
}

/**
 * Settled messages that count for the goals that were just made, but could not make one themselves: so the figures do not
 * depend on which message came first. Messages of this batch are in its own tallies already.
 */
async function tallyEarlier(
  tx: Tx,
  workspaceId: string,
  { names, keys, timeZone }: { names: string[]; keys: string[]; timeZone: string },
): Promise<Tally[]> {
  if (names.length === 0) return [];
  // Rides on the partial index messages_consent_withheld, which needs the reason as a literal; it is the only one whose
  // rule is "counts" (lib/goals/counts.ts). The queue is probed by its primary key.
  return await tally(
    tx,
    Prisma.sql`
      SELECT m.* FROM messages m
      WHERE m.workspace_id = ${workspaceId}::uuid AND m.name = ANY (${names}) AND m.excluded_reason = 'consent withheld'
        AND m.key <> ALL (${keys}::uuid[])
        AND NOT EXISTS (SELECT FROM unsettled_messages u
                        WHERE u.workspace_id = ${workspaceId}::uuid AND u.received_at = m.received_at AND u.key = m.key)`,
    timeZone,
  );
}
