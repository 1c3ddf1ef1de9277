/**
 * Limits to guessing. An attempt is counted before it is judged, so that a hundred at once cannot all be the first; one
 * that turns out right takes its own count back. Counts stand in the database, in windows of 15 minutes, so they hold
 * across servers; around the border of two windows at most twice the limit gets through.
 *
 * The compromise. A limit per email lets a stranger who guesses on purpose shut the owner out; no such limit lets a stranger
 * with many addresses guess for ever. So browsers are told apart: one that has signed in to this account before
 * (lib/accounts/known-browser.ts) has a count of its own and is let in whatever strangers do. A browser that is new to the
 * account has to wait while a stranger keeps guessing; sessions that are open are not touched. This follows "device
 * cookies" of OWASP.
 */
import { createHmac } from 'node:crypto';
import { type Db, Prisma } from '../db/client';
import { processWide } from '../process-wide';
import { secrets } from '../secrets';

const WINDOW_MS = 15 * 60 * 1000;
const KEPT_MS = 24 * 60 * 60 * 1000;

/** How many attempts in a window, by what is counted. */
const LIMITS = {
  email: 10,
  browser: 10,
  password: 10, // of a signed-in person who gives the current password
  address: 100, // an office shares one
  'sign-up': 100, // per address
} as const;

export type Subject = { kind: keyof typeof LIMITS; value: string };

/** Counts one attempt of every subject; answers how many seconds to wait when one of them is over its limit, else null. */
export async function countAttempt(db: Db, subjects: Subject[], now: Date): Promise<number | null> {
  const windowStart = new Date(Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS);
  await forgetOldAttempts(db, windowStart);
  // In one order everywhere, so that two attempts never wait for each other's rows in turn.
  const limits = new Map(subjects.map((subject) => [digest(subject), LIMITS[subject.kind]]));
  const rows = [...limits.keys()].sort().map((subject) => Prisma.sql`(${subject}, ${windowStart}, 1)`);
  const counts = await db.$queryRaw<{ subject: string; count: number }[]>(Prisma.sql`
    INSERT INTO attempts (subject, window_start, count) VALUES ${Prisma.join(rows)}
    ON CONFLICT (subject, window_start) DO UPDATE SET count = attempts.count + 1
    RETURNING subject, count`);
  const isOver = counts.some(({ subject, count }) => count > (limits.get(subject) ?? 0));
  return isOver ? Math.ceil((windowStart.getTime() + WINDOW_MS - now.getTime()) / 1000) : null;
}

/** Takes one counted attempt back, because it was right. */
export async function forgiveAttempt(db: Db, subjects: Subject[], now: Date): Promise<void> {
  const windowStart = new Date(Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS);
  await db.attempt.updateMany({
    where: { subject: { in: subjects.map(digest) }, windowStart, count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  });
}

/** "Too many attempts. Try again in 12 minutes." */
export function waitSentence(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}

/** Emails and addresses are not kept: without the secret nobody can tell whose count a row is. */
function digest({ kind, value }: Subject): string {
  return createHmac('sha256', secrets().sessionSecret).update(`attempt ${kind} ${value}`).digest('base64url');
}

/** Once a window and server. */
async function forgetOldAttempts(db: Db, windowStart: Date): Promise<void> {
  const swept = processWide('swept attempts', () => ({ windowStart: 0 }));
  if (swept.windowStart === windowStart.getTime()) return;
  swept.windowStart = windowStart.getTime();
  await db.attempt.deleteMany({ where: { windowStart: { lt: new Date(windowStart.getTime() - KEPT_MS) } } });
}
