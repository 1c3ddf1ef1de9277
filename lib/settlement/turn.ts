/**
 * One at a time in a workspace. Whoever changes its goals or its figures (a settle batch, a goal's edit, a rebuild) holds
 * the workspace's row in `settlements` until its commit:
 *
 *   settle A   [claim .. roll up ..]          [claim ..]
 *   settle B     (skips: not its turn)
 *   main event                       [change]               waits for A, then A's next batch waits for nobody
 *
 * So there is no order of locks to get wrong, a limit counted is a limit kept, and different workspaces never meet.
 * The version goes up with every change; whoever shows goals compares it to know whether there is anything new.
 */
import { type Db, Prisma, type Tx } from '../db/client';

/** Waits for the turn and holds it until commit; counts as a change. */
export async function takeTurn(tx: Tx, workspaceId: string): Promise<void> {
  // An upsert, for a new workspace has no row yet; the row stays locked until commit. By primary key.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO settlements (workspace_id, settled_at, version) VALUES (${workspaceId}::uuid, 'epoch', 1)
    ON CONFLICT (workspace_id) DO UPDATE SET version = settlements.version + 1`);
}

/** The turn if it is free, held until commit: when the workspace was settled last. Null while somebody else has it. */
export async function tryTurn(tx: Tx, workspaceId: string): Promise<{ settledAt: Date } | null> {
  // SKIP LOCKED: another instance at work on this workspace is no reason to wait. By primary key.
  const [turn] = await tx.$queryRaw<{ settledAt: Date }[]>(Prisma.sql`
    SELECT settled_at AS "settledAt" FROM settlements WHERE workspace_id = ${workspaceId}::uuid FOR UPDATE SKIP LOCKED`);
  if (turn) return turn;
  // No row, or a locked one. Of several that try to insert the first, one gets it.
  const inserted = await tx.$executeRaw(Prisma.sql`
    INSERT INTO settlements (workspace_id, settled_at) VALUES (${workspaceId}::uuid, 'epoch')
    ON CONFLICT (workspace_id) DO NOTHING`);
  return inserted === 1 ? { settledAt: new Date(0) } : null;
}

/** Notes how far settling has come. The caller has the turn. */
export async function noteSettled(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  // By primary key.
  await tx.$executeRaw(Prisma.sql`
    UPDATE settlements SET settled_at = ${now}, version = version + 1 WHERE workspace_id = ${workspaceId}::uuid`);
}

/** Changes whenever a goal or a figure of the workspace does. One read by primary key. */
export async function figuresVersion(db: Db, workspaceId: string): Promise<string> {
  const settlement = await db.settlement.findUnique({ where: { workspaceId }, select: { version: true } });
  return String(settlement?.version ?? 0);
}
