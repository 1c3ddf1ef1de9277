import type { Db } from '../db/client';

/** How a person can sign in. */
export async function readAccount(
  db: Db,
  userId: string,
): Promise<{ hasPassword: boolean; connectedProviders: string[] }> {
  const { passwordHash, accounts } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, accounts: { select: { provider: true } } },
  });
  return { hasPassword: passwordHash !== null, connectedProviders: accounts.map(({ provider }) => provider) };
}
