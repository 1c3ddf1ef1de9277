import type { Db } from '../db/client';
import { AppError } from '../errors';

/** The workspaces that a person belongs to, by name. */
export async function listWorkspaces(db: Db, userId: string): Promise<{ id: string; name: string }[]> {
  return await db.workspace.findMany({
    where: { memberships: { some: { userId } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
}

/** Makes a workspace the one that this browser looks at. Refuses with not_found one that the person does not belong to. */
export async function switchWorkspace(
  db: Db,
  { userId, sessionId, workspaceId }: { userId: string; sessionId: string; workspaceId: string },
): Promise<void> {
  const { count } = await db.session.updateMany({
    where: { id: sessionId, userId, user: { memberships: { some: { workspaceId } } } },
    data: { workspaceId },
  });
  if (count === 0) throw new AppError('not_found', 'You do not belong to that workspace.');
}
