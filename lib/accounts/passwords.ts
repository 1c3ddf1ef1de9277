/**
 * Passwords, kept as argon2id in PHC form: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. The cost stands in the text, so it
 * can grow: a hash of a lower cost is made anew at the next sign-in, the only time that the password is known.
 */
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { processWide } from '../process-wide';

/** OWASP's recommendation for argon2id, which is the library's default algorithm; about 30 ms on one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Long rather than odd (NIST SP 800-63B): no rule of composition. The upper bound keeps the work bounded. */
export const Password = z
  .string()
  .refine((text) => text.length >= 10, 'must have at least 10 characters')
  .refine((text) => text.length <= 200, 'must have at most 200 characters');

export async function hashPassword(password: string): Promise<string> {
  return await hash(canonical(password), COST);
}

/**
 * Whether this is the password. Takes the same time when there is no hash to compare with (no such user, or one who signs
 * in elsewhere), so that the time of an answer does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const comparable = passwordHash ?? (await processWide('hash of no password', () => hashPassword('of nobody')));
  const isRight = await verify(comparable, canonical(password));
  return isRight && passwordHash !== null;
}

/** Whether the hash was made at a lower cost than hashes are made now. */
export function isOutdated(passwordHash: string): boolean {
  const { memoryCost, timeCost } = parseOptions(passwordHash);
  return memoryCost < COST.memoryCost || timeCost < COST.timeCost;
}

/** One text for what looks the same on different keyboards. */
function canonical(password: string): string {
  return password.normalize('NFKC');
}
