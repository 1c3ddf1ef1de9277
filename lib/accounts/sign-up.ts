import { z } from 'zod';
import { type DbClient, Prisma } from '../db/client';
import { AppError } from '../errors';
import { insertWorkspace } from '../workspaces/create-workspace';
import { TimeZone, WorkspaceName } from '../workspaces/settings';
import { countAttempt, waitSentence } from './attempts';
import { Email } from './email';
import { hashPassword, Password } from './passwords';

export const SignUp = z.object({
  email: Email,
  password: Password,
  /** Left out: made of the email's domain. */
  workspaceName: WorkspaceName.optional(),
  /** The browser's; days of all figures are days there. */
  timeZone: TimeZone.optional(),
});
export type SignUp = z.infer<typeof SignUp>;

/**
 * Makes a user and their first workspace, which they own, or neither. It tells whether an email is taken, as any sign-up
 * without a confirmation by mail does; the limit per address keeps that from being used on lists of emails.
 */
export async function signUp(
  db: DbClient,
  { email, password, workspaceName, timeZone, address, now }: SignUp & { address: string; now: Date },
): Promise<{ userId: string; workspaceId: string }> {
  const waitSeconds = await countAttempt(db, [{ kind: 'sign-up', value: address }], now);
  if (waitSeconds !== null) throw new AppError('too_many', waitSentence(waitSeconds), {}, waitSeconds);
  const passwordHash = await hashPassword(password);
  try {
    return await db.$transaction(async (tx) => {
      const { id: userId } = await tx.user.create({ data: { email, passwordHash, createdAt: now } });
      const name = workspaceName ?? defaultWorkspaceName(email);
      const { workspaceId } = await insertWorkspace(tx, { name, ownerUserId: userId, timeZone, actor: email, now });
      return { userId, workspaceId };
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw emailIsTaken();
    throw error;
  }
}

function emailIsTaken(): AppError {
  const reason = 'has an account already. Sign in instead.';
  return new AppError('conflict', `This email ${reason}`, { invalid: [{ name: 'email', reason }] });
}

/** "ada@shop.example.com" -> "shop.example.com"; of a mailbox provider's address the name: "ada@gmail.com" -> "ada". */
export function defaultWorkspaceName(email: string): string {
  const [name = 'My workspace', domain = ''] = email.split('@');
  return MAILBOX_PROVIDERS.has(domain) ? name : domain;
}

const MAILBOX_PROVIDERS = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'proton.me',
  'protonmail.com',
  'gmx.de',
  'gmx.net',
  'web.de',
]);
