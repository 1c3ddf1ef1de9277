import type { Db } from '../db/client';
import { countAttempt, forgiveAttempt, type Subject, waitSentence } from './attempts';
import { Email } from './email';
import type { KnownBrowser } from './known-browser';
import { hashPassword, isOutdated, Password, verifyPassword } from './passwords';

export type SignInAttempt = {
  email: string;
  password: string;
  address: string;
  /** Null for a browser that never signed in. */
  knownBrowser: KnownBrowser | null;
  now: Date;
};

export type SignInResult = { user: { id: string; email: string } } | { refused: string };

const WRONG = 'Email or password is wrong.';

/** Judges an email and a password. The refusal is a sentence, the same for an unknown email as for a wrong password. */
export async function signIn(db: Db, attempt: SignInAttempt): Promise<SignInResult> {
  const email = Email.safeParse(attempt.email);
  // Passwords of other lengths were never accepted, and a long one is work.
  if (!email.success || !Password.safeParse(attempt.password).success) return { refused: WRONG };
  const subjects = subjectsOf(email.data, attempt);
  const waitSeconds = await countAttempt(db, subjects, attempt.now);
  if (waitSeconds !== null) return { refused: waitSentence(waitSeconds) };
  const user = await db.user.findUnique({ where: { email: email.data } });
  const isRight = await verifyPassword(user?.passwordHash ?? null, attempt.password);
  if (!user?.passwordHash || !isRight) return { refused: WRONG };
  await forgiveAttempt(db, subjects, attempt.now);
  if (isOutdated(user.passwordHash)) await renewHash(db, user.id, user.passwordHash, attempt.password);
  return { user: { id: user.id, email: user.email } };
}

function subjectsOf(email: string, { address, knownBrowser }: SignInAttempt): Subject[] {
  if (knownBrowser?.email === email) return [{ kind: 'browser', value: knownBrowser.id }];
  return [
    { kind: 'email', value: email },
    { kind: 'address', value: address },
  ];
}

/** Not when the password was changed in the meantime. */
async function renewHash(db: Db, id: string, passwordHash: string, password: string): Promise<void> {
  await db.user.updateMany({ where: { id, passwordHash }, data: { passwordHash: await hashPassword(password) } });
}
