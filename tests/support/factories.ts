/** What tests start from: each call makes something new and complete, so that no test shares rows with another. */
import { randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { sessionCookieName } from '@/lib/accounts/session-cookie';
import { startSession } from '@/lib/accounts/sessions';
import type { DbClient } from '@/lib/db/client';
import { secrets } from '@/lib/secrets';
import { type CreatedWorkspace, createWorkspace, type NewWorkspace } from '@/lib/workspaces/create-workspace';
import type { Role } from '@/lib/workspaces/roles';

/** A workspace without people: keys, token and both integrations, inactive. */
export async function createTestWorkspace(
  db: DbClient,
  overrides: Partial<NewWorkspace> = {},
): Promise<CreatedWorkspace> {
  return await createWorkspace(db, { name: 'Test workspace', now: new Date(), ...overrides });
}

export type TestPerson = {
  userId: string;
  email: string;
  sessionId: string;
  /** A Cookie header of a browser in which this person is signed in. */
  cookie: string;
};

/** A person without a password, signed in, who belongs to the given workspaces with the given roles. */
export async function createTestPerson(db: DbClient, roles: Record<string, Role> = {}): Promise<TestPerson> {
  const email = `${randomUUID()}@example.com`;
  const memberships = Object.entries(roles).map(([workspaceId, role]) => ({ workspaceId, role }));
  const { id: userId } = await db.user.create({ data: { email, memberships: { create: memberships } } });
  return { userId, email, ...(await signInAgain(db, userId)) };
}

/** Another browser of the same person. */
export async function signInAgain(
  db: DbClient,
  userId: string,
  now = new Date(),
): Promise<{ sessionId: string; cookie: string }> {
  const sessionId = await startSession(db, { userId, userAgent: '', now });
  const token = await encode({ token: { sessionId }, secret: secrets().sessionSecret });
  return { sessionId, cookie: `${sessionCookieName('http://localhost')}=${token}` };
}
