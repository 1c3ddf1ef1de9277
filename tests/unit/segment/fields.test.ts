import { describe, expect, it } from 'vitest';
import { pick, readFields } from '@/lib/segment/fields';

describe('field names', () => {
  it.each(['userId', 'user_id', 'User ID', 'USERID', 'user-id', 'UserId'])('%s is userId', (name) =>
    expect(readFields({ [name]: 'u' }).userId).toBe('u'),
  );

  it('prefer the exact spelling, wherever it stands', () => {
    expect(readFields({ user_id: 'a', userId: 'b' }).userId).toBe('b');
    expect(readFields({ userId: 'b', user_id: 'a' }).userId).toBe('b');
  });

  it('otherwise take the first in the document', () => {
    expect(readFields({ user_id: 'a', UserId: 'b' }).userId).toBe('a');
  });

  it('are own properties only', () => {
    const raw = JSON.parse('{"__proto__":{"type":"track"}}');
    expect(readFields(raw).type).toBeUndefined();
    expect(Object.getPrototypeOf(readFields(raw))).toBeNull();
    expect(pick({}, 'constructor')).toBeUndefined();
  });

  it('drop what is not read', () =>
    expect(Object.keys(readFields({ traits: {}, writeKey: 'k', type: 't' }))).toEqual(['type']));

  it('are found among thousands of others in one pass', () => {
    const raw: Record<string, unknown> = {};
    for (let i = 0; i < 100_000; i++) raw[`k_${i}`] = i;
    raw.message_id = 'm';
    const start = performance.now();
    expect(readFields(raw).messageId).toBe('m');
    expect(performance.now() - start).toBeLessThan(10_000); // in square time it would be minutes
  });
});
