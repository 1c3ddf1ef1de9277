/**
 * Signing in through GitHub or Google. An account there leads to a user here by the provider's own id for it; the email only
 * matters the first time. The rule, because whoever is linked can sign in for ever after:
 *
 *     the account is linked already                 -> that user, whatever its email is now
 *     the provider does not vouch for the email     -> refused
 *     nobody here has that email                    -> a new user with a workspace
 *     the user with that email has no password      -> linked: some provider vouched for the email when they came
 *     the user with that email has a password       -> refused: anybody may have signed up with an email that is not
 *                                                      theirs, and would share the account of its owner from then on
 *
 * Somebody who is signed in, and connects a provider in Settings, is linked when the email is their own, password or not,
 * and never becomes somebody else by it.
 */
import type { DbClient, Tx } from '../db/client';
import { insertWorkspace } from '../workspaces/create-workspace';
import { Email } from './email';
import { defaultWorkspaceName } from './sign-up';

export type OAuthAccount = {
  provider: string;
  providerAccountId: string;
  /** Null when the provider does not vouch for one. */
  verifiedEmail: string | null;
  name: string | null;
  /** Who is signed in in this browser already, if anybody. */
  signedInUserId: string | null;
  now: Date;
};

/** Codes that pages have sentences for. */
export type OAuthRefusal = 'EmailNotVerified' | 'PasswordAccount' | 'OtherEmail' | 'LinkedElsewhere' | 'Failed';
export type OAuthResult = { user: { id: string; email: string } } | { refused: OAuthRefusal };

export async function oauthSignIn(db: DbClient, account: OAuthAccount): Promise<OAuthResult> {
  const { signedInUserId } = account;
  return await db.$transaction(async (tx) => {
    const linked = await linkedUser(tx, account);
    if (linked && signedInUserId && linked.id !== signedInUserId) return { refused: 'LinkedElsewhere' };
    if (linked) return { user: linked };
    const email = Email.safeParse(account.verifiedEmail).data;
    if (!email) return { refused: 'EmailNotVerified' };
    const user = await tx.user.findUnique({ where: { email } });
    if (signedInUserId && user?.id !== signedInUserId) return { refused: 'OtherEmail' };
    if (user?.passwordHash && !signedInUserId) return { refused: 'PasswordAccount' };
    const { id } = user ?? (await createUser(tx, email, account));
    await link(tx, id, account);
    return { user: { id, email } };
  });
}

async function linkedUser(tx: Tx, { provider, providerAccountId }: OAuthAccount) {
  const found = await tx.account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    select: { user: { select: { id: true, email: true } } },
  });
  return found?.user ?? null;
}

async function createUser(tx: Tx, email: string, { name, now }: OAuthAccount): Promise<{ id: string }> {
  const user = await tx.user.create({ data: { email, name, createdAt: now } });
  await insertWorkspace(tx, { name: defaultWorkspaceName(email), ownerUserId: user.id, actor: email, now });
  return user;
}

async function link(tx: Tx, userId: string, { provider, providerAccountId }: OAuthAccount): Promise<void> {
  await tx.account.create({ data: { provider, providerAccountId, userId } });
}
