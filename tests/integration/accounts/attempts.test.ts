import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { countAttempt, forgiveAttempt, type Subject, waitSentence } from '@/lib/accounts/attempts';
import { connect } from '@/lib/db/client';
import { useTestDatabase } from '@/tests/support/database';

const test = useTestDatabase();
const newEmail = (): Subject => ({ kind: 'email', value: randomUUID() });
const at = (time: string) => new Date(`2026-11-24T${time}Z`);

async function count(subjects: Subject[], times: number, now: Date): Promise<(number | null)[]> {
  const waits: (number | null)[] = [];
  for (let i = 0; i < times; i += 1) waits.push(await countAttempt(test.db, subjects, now));
  return waits;
}

describe('an attempt', () => {
  it('is let through ten times, and then has to wait for the next quarter of an hour', async () => {
    const email = newEmail();
    expect(await count([email], 10, at('12:01:30'))).toEqual(Array(10).fill(null));
    expect(await countAttempt(test.db, [email], at('12:02:00'))).toBe(13 * 60);
    expect(await countAttempt(test.db, [email], at('12:14:59'))).toBe(1);
    expect(await countAttempt(test.db, [email], at('12:15:00'))).toBeNull();
  });

  it('waits as soon as one of its subjects has to', async () => {
    const [email, other] = [newEmail(), newEmail()];
    await count([email], 10, at('12:00:00'));
    expect(await countAttempt(test.db, [other, email], at('12:00:00'))).not.toBeNull();
    expect(await countAttempt(test.db, [other], at('12:00:00'))).toBeNull();
  });

  it('is counted apart for the same text of another kind', async () => {
    const email = newEmail();
    await count([email], 10, at('12:00:00'));
    expect(await countAttempt(test.db, [{ ...email, kind: 'browser' }], at('12:00:00'))).toBeNull();
  });

  it('that was right does not count', async () => {
    const email = newEmail();
    for (let i = 0; i < 20; i += 1) {
      expect(await countAttempt(test.db, [email], at('12:00:00'))).toBeNull();
      await forgiveAttempt(test.db, [email], at('12:00:00'));
    }
  });

  it('counts on every server', async () => {
    const email = newEmail();
    const otherServer = connect(test.url);
    await count([email], 10, at('12:00:00'));
    expect(await countAttempt(otherServer, [email], at('12:00:00'))).not.toBeNull();
    await otherServer.$disconnect();
  });

  it('is not lost when many come at once, in whatever order they name their subjects', async () => {
    const [a, b] = [newEmail(), newEmail()];
    const waits = await Promise.all(
      Array.from({ length: 40 }, (_, i) => countAttempt(test.db, i % 2 ? [a, b] : [b, a], at('12:00:00'))),
    );
    expect(waits.filter((wait) => wait === null)).toHaveLength(10);
  });

  it('is forgotten after a day', async () => {
    await countAttempt(test.db, [newEmail()], at('03:00:00'));
    const tomorrow = new Date(at('03:20:00').getTime() + 24 * 60 * 60 * 1000);
    await countAttempt(test.db, [newEmail()], tomorrow);
    const windows = await test.db.attempt.findMany({ where: { windowStart: { lte: at('03:00:00') } } });
    expect(windows).toEqual([]);
  });
});

it.each([
  [1, 'Too many attempts. Try again in a minute.'],
  [60, 'Too many attempts. Try again in a minute.'],
  [61, 'Too many attempts. Try again in 2 minutes.'],
  [900, 'Too many attempts. Try again in 15 minutes.'],
])('%i seconds are told in a sentence', (seconds, sentence) => {
  expect(waitSentence(seconds)).toBe(sentence);
});
