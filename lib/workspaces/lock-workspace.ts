import { Prisma, type Tx } from '../db/client';
import { AppError } from '../errors';

/** Makes changes of a workspace take turns until the end of the transaction. Refuses with not_found when there is none. */
export async function lockWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  const locked = await tx.$queryRaw<unknown[]>(
    Prisma.sql`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`,
  );
  if (locked.length === 0) throw new AppError('not_found', 'There is no such workspace.');
}
