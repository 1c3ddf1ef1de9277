import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { hashPassword, isOutdated, Password, verifyPassword } from '@/lib/accounts/passwords';

const password = 'correct horse battery';

describe('a password', () => {
  it('is kept as argon2id with its parameters, with another salt each time', async () => {
    const [first, second] = [await hashPassword(password), await hashPassword(password)];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]+\$[^$]+$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword(first, password)).toBe(true);
    expect(await verifyPassword(first, `${password} `)).toBe(false);
  });

  it('is the same however the keyboard composes its letters', async () => {
    expect(
      await verifyPassword(await hashPassword('pâté à la crème'.normalize('NFC')), 'pâté à la crème'.normalize('NFD')),
    ).toBe(true);
  });

  it.each([
    ['x'.repeat(9), 'must have at least 10 characters'],
    ['x'.repeat(201), 'must have at most 200 characters'],
  ])('of a wrong length is refused', (text, reason) => {
    expect(Password.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([reason]);
  });

  it.each(['x'.repeat(10), 'x'.repeat(200), ' '.repeat(10), '🐎'.repeat(5), 'eins zwei drei'])(
    'may be anything else: %s',
    (text) => {
      expect(Password.safeParse(text).success).toBe(true);
    },
  );
});

describe('a hash', () => {
  it.each([
    ['less memory', { memoryCost: 8192, timeCost: 2 }, true],
    ['fewer passes', { memoryCost: 19_456, timeCost: 1 }, true],
    ['the same cost', { memoryCost: 19_456, timeCost: 2 }, false],
    ['a higher cost', { memoryCost: 20_000, timeCost: 3 }, false],
  ])('of %s is outdated: %j %s', async (_, cost, expected) => {
    expect(isOutdated(await hash(password, { ...cost, parallelism: 1 }))).toBe(expected);
  });
});

describe('the time that judging takes', () => {
  it('does not tell whether there is such a user', async () => {
    const known = await hashPassword(password);
    await verifyPassword(null, password);
    const fastest = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    for (let i = 0; i < 5; i += 1) {
      fastest.known = Math.min(fastest.known, await timed(() => verifyPassword(known, 'wrong horse battery')));
      fastest.unknown = Math.min(fastest.unknown, await timed(() => verifyPassword(null, 'wrong horse battery')));
    }
    // Without the work it would be less than a hundredth.
    expect(fastest.unknown / fastest.known).toBeGreaterThan(0.25);
  });
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
