import { describe, expect, test } from 'vitest';
import { formatCount, formatDateTime, formatDay, formatLift, formatRelative, formatShare } from '@/lib/format';

const now = '2026-11-24T12:00:00Z';

describe('formatRelative', () => {
  test.each([
    ['2026-11-24T12:00:00Z', 'just now'],
    ['2026-11-24T11:59:01Z', 'just now'],
    ['2026-11-24T12:00:59Z', 'just now'],
    ['2026-11-24T11:59:00Z', '1 min ago'],
    ['2026-11-24T11:00:01Z', '59 min ago'],
    ['2026-11-24T11:00:00Z', '1 h ago'],
    ['2026-11-23T12:00:01Z', '23 h ago'],
    ['2026-11-23T12:00:00Z', '1 day ago'],
    ['2026-11-20T12:00:00Z', '4 days ago'],
    ['2026-10-25T12:00:00Z', '1 month ago'],
    ['2024-11-24T12:00:00Z', '2 years ago'],
    ['2026-11-24T15:30:00Z', 'in 3 h'],
  ])('%s is %s', (at, words) => {
    expect(formatRelative(at, now)).toBe(words);
  });
});

test('counts have thousands, shares one decimal, lifts a sign and an end', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(formatShare(0.0375)).toBe('3.8%');
  expect([0.118, -0.034, 0.001, 9.99, 25].map(formatLift)).toEqual(['+12%', '-3%', '0%', '+999%', '> +999%']);
});

test('times and days are those of the zone', () => {
  expect(formatDateTime('2026-11-24T23:30:05Z', 'Europe/Berlin')).toBe('Nov 25, 2026, 00:30:05 GMT+1');
  expect(formatDay('2026-11-24')).toBe('Nov 24');
});
