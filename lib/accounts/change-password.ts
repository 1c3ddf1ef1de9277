import type { DbClient } from '../db/client';
import { AppError } from '../errors';
import { countAttempt, forgiveAttempt, type Subject, waitSentence } from './attempts';
import { hashPassword, verifyPassword } from './passwords';
import { revokeOtherSessions } from './sessions';

export type PasswordChange = {
  userId: string;
  /** The session that stays; every other one ends, because whoever knows the old password may have one. */
  sessionId: string;
  /** Not needed by a person who has no password yet. */
  currentPassword?: string;
  newPassword: string;
  now: Date;
};

/** Gives a person a new password. Refuses with bad_request when the current one is wrong, too_many after ten guesses. */
export async function changePassword(db: DbClient, change: PasswordChange): Promise<void> {
  const { userId, sessionId, currentPassword = '', newPassword, now } = change;
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  if (passwordHash !== null) await checkCurrent(db, { userId, passwordHash, password: currentPassword, now });
  const newHash = await hashPassword(newPassword);
  await db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash },
      data: { passwordHash: newHash },
    });
    if (count === 0) throw new AppError('conflict', 'The password was changed in the meantime. Try again.');
    await revokeOtherSessions(tx, { userId, keepSessionId: sessionId, now });
  });
}

type Check = { userId: string; passwordHash: string; password: string; now: Date };

async function checkCurrent(db: DbClient, { userId, passwordHash, password, now }: Check): Promise<void> {
  const subjects: Subject[] = [{ kind: 'password', value: userId }];
  const waitSeconds = await countAttempt(db, subjects, now);
  if (waitSeconds !== null) throw new AppError('too_many', waitSentence(waitSeconds), {}, waitSeconds);
  if (!(await verifyPassword(passwordHash, password))) {
    const invalid = [{ name: 'currentPassword', reason: 'does not match the current password' }];
    throw new AppError('bad_request', 'The current password is wrong.', { invalid });
  }
  await forgiveAttempt(db, subjects, now);
}
