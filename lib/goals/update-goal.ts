import { z } from 'zod';
import type { DbClient, Tx } from '../db/client';
import type { Goal } from '../db/generated/client';
import { AppError } from '../errors';
import { findGoal, type GoalRow } from '../reports/manage';
import { cleanText, NAME_LENGTH_MAX } from '../segment/text';
import { takeTurn } from '../settlement/turn';
import { recordAudit } from '../workspaces/audit';

/** What is left out stays. */
export const GoalChange = z.object({
  /** Null goes back to the event's own name. */
  displayName: z
    .string()
    .transform((text) => cleanText(text).normalize('NFC').trim())
    .pipe(z.string().min(1).max(NAME_LENGTH_MAX))
    .nullable()
    .optional(),
  isMain: z.boolean().optional(),
  visible: z.boolean().optional(),
  archived: z.boolean().optional(),
  /** Who takes the place of a main event that is hidden or archived: a goal, or null for none. */
  successorId: z.uuid().nullable().optional(),
});
export type GoalChange = z.infer<typeof GoalChange>;

/** A change may wait for a batch that is being settled. */
const TRANSACTION_MS_MAX = 60_000;

type Update = { workspaceId: string; goalId: string; change: GoalChange; actor: string; now: Date };

/**
 * Changes a goal and answers it as it is then. Changes of one workspace take turns, so that there is one main event or none
 * at any time and the last one asked for stays. Refuses with not_found, and with conflict a main event that cannot be seen;
 * `needsSuccessor` in the answer means that the change says nothing about who takes its place.
 */
export async function updateGoal(db: DbClient, update: Update): Promise<GoalRow> {
  const { workspaceId, goalId, now } = update;
  return await db.$transaction(
    async (tx) => {
      await takeTurn(tx, workspaceId);
      const goal = await tx.goal.findUnique({ where: { workspaceId_id: { workspaceId, id: goalId } } });
      if (goal) await applyChange(tx, goal, update);
      const row = await findGoal(tx, workspaceId, goalId, now);
      if (!row) throw new AppError('not_found', 'There is no such event in this workspace.');
      return row;
    },
    { timeout: TRANSACTION_MS_MAX },
  );
}

async function applyChange(tx: Tx, goal: Goal, { change, actor, now }: Update): Promise<void> {
  const { workspaceId } = goal;
  const isVisible = change.visible ?? goal.isVisible;
  const archivedAt = archivedSince(goal, change.archived, now);
  const isMain = staysMain(goal, change, isVisible && archivedAt === null);
  const displayName = change.displayName === undefined ? goal.displayName : change.displayName;

  const before = await tx.goal.findFirst({ where: { workspaceId, isMain: true } });
  // The former main event first: the schema allows one.
  if (isMain) await tx.goal.updateMany({ where: { workspaceId, isMain: true }, data: { isMain: false } });
  await tx.goal.update({
    where: { workspaceId_id: { workspaceId, id: goal.id } },
    data: { isMain, isVisible, archivedAt, displayName: displayName === goal.name ? null : displayName },
  });
  if (goal.isMain && !isMain && change.successorId) await makeMain(tx, workspaceId, change.successorId);

  const after = await tx.goal.findFirst({ where: { workspaceId, isMain: true } });
  if (before?.id === after?.id) return;
  const detail = { from: before?.name ?? null, to: after?.name ?? null };
  await recordAudit(tx, { workspaceId, actor, action: 'goal.main', subject: after?.name ?? 'none', detail, now });
}

function archivedSince(goal: Goal, archived: boolean | undefined, now: Date): Date | null {
  if (archived === undefined) return goal.archivedAt;
  return archived ? (goal.archivedAt ?? now) : null;
}

/** Whether the goal is the main event after the change. */
function staysMain(goal: Goal, { isMain, successorId }: GoalChange, isShown: boolean): boolean {
  if (isMain === true && !isShown) {
    throw new AppError('conflict', 'A hidden or archived event cannot be the main event. Show it first.');
  }
  if (isMain === undefined && goal.isMain && !isShown && successorId === undefined) {
    throw new AppError('conflict', 'This is the main event. Choose the event that takes its place, or none.', {
      needsSuccessor: true,
    });
  }
  return (isMain ?? goal.isMain) && isShown;
}

async function makeMain(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const where = { workspaceId, id, isVisible: true, archivedAt: null };
  const { count } = await tx.goal.updateMany({ where, data: { isMain: true } });
  if (count === 1) return;
  throw new AppError(
    'conflict',
    'The event chosen as the new main event is gone, hidden or archived. Choose another.',
    {
      needsSuccessor: true,
    },
  );
}
