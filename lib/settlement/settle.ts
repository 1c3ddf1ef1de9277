/**
 * One step of settling: a batch of one workspace's new messages becomes goals and counters, in one transaction.
 *
 *   claim -> remove erased -> discover goals -> roll up -> note deliveries -> forget
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
import { goalRule } from '../goals/counts';
import { discoverGoals, findGoals } from '../goals/discover';
import { floorHour } from '../time';
import { forgetDeleted, isErased } from '../visitors/forget';
import { noteDeliveries } from './deliveries';
import { pruneHours, rollUpGoals, rollUpIntegrations } from './roll-up';
import { type Tally, tally } from './tally';
import { noteSettled, tryTurn } from './turn';
import { isSettled } from './waiting';

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
  const claimed = turn ? await claim(tx, workspaceId, batchMax) : [];
  if (!turn || claimed.length === 0) return { claimed: 0, hasMore: false };

  const tallies = claimed.filter(({ isErased }) => !isErased);
  const erased = claimed.filter(({ isErased }) => isErased);
  await removeErased(tx, workspaceId, erased);
  const { goals, created } = await discoverGoals(tx, workspaceId, tallies);
  await rollUpGoals(tx, workspaceId, { tallies: await withEarlier(tx, workspaceId, tallies, created), goals, now });
  await rollUpIntegrations(tx, workspaceId, { tallies, now });
  await noteDeliveries(tx, workspaceId, { tallies, goals, erased });
  await forget(tx, workspaceId, { tallies, now });
  if (floorHour(turn.settledAt) < floorHour(now)) await pruneHours(tx, workspaceId, now);
  await noteSettled(tx, workspaceId, now);

  const count = claimed.reduce((sum, { events }) => sum + events, 0);
  return { claimed: count, hasMore: count === batchMax };
}

/** Takes the longest waiting messages out of the queue, and sums them up. The transaction puts them back if it fails. */
async function claim(tx: Tx, workspaceId: string, batchMax: number): Promise<Tally[]> {
  // A queue is empty whenever its statistics are taken, so the planner expects a handful of rows and would sort all of
  // them: without sorts it walks the primary key from its front. Until the end of the transaction.
  await tx.$executeRaw(Prisma.sql`SET LOCAL enable_sort = off`);
  // SKIP LOCKED for those who touch the queue without having the turn. The locked rows are found again by their place;
  // their messages by primary key.
  const claimed = Prisma.sql`
    claimed AS (
      DELETE FROM unsettled_messages
      WHERE workspace_id = ${workspaceId}::uuid AND ctid = ANY (ARRAY(
        SELECT ctid FROM unsettled_messages
        WHERE workspace_id = ${workspaceId}::uuid
        ORDER BY received_at, key LIMIT ${batchMax} FOR UPDATE SKIP LOCKED))
      RETURNING key
    ), m AS (
      SELECT m.*, ${isErased(workspaceId)} AS is_erased
      FROM claimed JOIN messages m ON m.workspace_id = ${workspaceId}::uuid AND m.key = claimed.key
    )`;
  return await tally(tx, workspaceId, claimed);
}

/** What was committed while its person was being forgotten: too late for the ingest to see, too early for the erasure. */
async function removeErased(tx: Tx, workspaceId: string, erased: Tally[]): Promise<void> {
  const keys = erased.flatMap((tally) => tally.keys);
  if (keys.length > 0) await tx.message.deleteMany({ where: { workspaceId, key: { in: keys } } });
}

/**
 * The tallies, and those of earlier messages that count for the goals that were just made but could not make one: so the
 * figures do not depend on which message came first.
 */
async function withEarlier(tx: Tx, workspaceId: string, tallies: Tally[], created: string[]): Promise<Tally[]> {
  if (created.length === 0) return tallies;
  // Rides on the partial index messages_consent_withheld, which needs the reason as a literal; it is the only one whose
  // rule is "counts" (lib/goals/counts.ts). This batch's are among them, so they are taken from here alone.
  const withheld = await tally(
    tx,
    workspaceId,
    Prisma.sql`m AS (
      SELECT m.*, false AS is_erased FROM messages m
      WHERE m.workspace_id = ${workspaceId}::uuid AND m.name = ANY (${created})
        AND m.excluded_reason = 'consent withheld' AND ${isSettled(workspaceId)})`,
  );
  const isAmongThem = ({ name, reason }: Tally) =>
    goalRule(reason) === 'counts' && name !== null && created.includes(name);
  return [...tallies.filter((tally) => !isAmongThem(tally)), ...withheld];
}

/** Carries out the delete messages of the batch. What they erase was counted, in this batch or before, and is taken back. */
async function forget(tx: Tx, workspaceId: string, { tallies, now }: { tallies: Tally[]; now: Date }): Promise<void> {
  const deletes = tallies.filter(({ type }) => type === 'delete').flatMap(({ keys }) => keys);
  if (deletes.length === 0) return;
  const erased = await forgetDeleted(tx, workspaceId, deletes);
  const goals = await findGoals(tx, workspaceId, erased);
  await rollUpGoals(tx, workspaceId, { tallies: erased, goals, now, sign: -1 });
  await rollUpIntegrations(tx, workspaceId, { tallies: erased, now, sign: -1 });
}
