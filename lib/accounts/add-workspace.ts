import { z } from 'zod';
import type { DbClient, Tx } from '../db/client';
import { AppError } from '../errors';
import type { IntegrationKind } from '../integrations/registry';
import { type CreatedWorkspace, insertWorkspace } from '../workspaces/create-workspace';
import { WorkspaceName } from '../workspaces/settings';
import { Email } from './email';
import { hashPassword, Password, verifyPassword } from './passwords';

export const AddWorkspace = z.object({ name: WorkspaceName, email: Email, password: Password });
export type AddWorkspace = z.infer<typeof AddWorkspace>;

/**
 * A workspace for somebody who has an account or does not have one yet: for the command line. A password that does not fit
 * the account is refused with forbidden, so that nobody's account is entered or changed by it.
 */
export async function addWorkspace(
  db: DbClient,
  { name, email, password, activeIntegration, now }: AddWorkspace & { activeIntegration?: IntegrationKind; now: Date },
): Promise<CreatedWorkspace> {
  const user = await db.user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  if (user && !(await verifyPassword(user.passwordHash, password))) {
    throw new AppError('forbidden', `${email} has an account already, with another password.`);
  }
  const passwordHash = user ? null : await hashPassword(password);
  return await db.$transaction(async (tx) => {
    const ownerUserId = user?.id ?? (await insertUser(tx, { email, passwordHash, now }));
    return await insertWorkspace(tx, { name, ownerUserId, activeIntegration, actor: email, now });
  });
}

type NewUser = { email: string; passwordHash: string | null; now: Date };

async function insertUser(tx: Tx, { email, passwordHash, now }: NewUser): Promise<string> {
  return (await tx.user.create({ data: { email, passwordHash, createdAt: now } })).id;
}
