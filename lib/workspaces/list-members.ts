import type { Db } from '../db/client';
import { isRole, type Role } from './roles';

export type Member = { userId: string; email: string; name: string | null; role: Role; joinedAt: Date };

/** Everybody who belongs to the workspace, those who came first first. */
export async function listMembers(db: Db, workspaceId: string): Promise<Member[]> {
  const memberships = await db.membership.findMany({
    where: { workspaceId },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
    select: { userId: true, role: true, createdAt: true, user: { select: { email: true, name: true } } },
  });
  return memberships.map(({ userId, role, createdAt, user }) => ({
    userId,
    ...user,
    role: isRole(role) ? role : 'member',
    joinedAt: createdAt,
  }));
}
