import { describe, expect, it } from 'vitest';
import { eventTime, parseTime } from '@/lib/segment/time';

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

describe('a time from outside', () => {
  it.each([
    ['2026-11-24T02:23:50.997Z', '2026-11-24T02:23:50.997Z'],
    ['2015-2-02T00:30:08.276Z', '2015-02-02T00:30:08.276Z'], // Segment's own sample, month unpadded
    ['2020-04-23T22:38:48.55Z', '2020-04-23T22:38:48.550Z'],
    ['2024-01-01T10:00:00', '2024-01-01T10:00:00.000Z'], // no zone is UTC, whatever the server's
    ['2024-01-01 10:00:00', '2024-01-01T10:00:00.000Z'],
    ['2024-01-01T10:00:00+02:00', '2024-01-01T08:00:00.000Z'],
    ['2024-01-01T10:00:00-0530', '2024-01-01T15:30:00.000Z'],
    ['2024-01-01T10:00:00.123456789Z', '2024-01-01T10:00:00.123Z'],
    ['2024-01-01', '2024-01-01T00:00:00.000Z'],
    [1_700_000_000, '2023-11-14T22:13:20.000Z'],
    [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
    ['1700000000', '2023-11-14T22:13:20.000Z'],
    ['1700000000000', '2023-11-14T22:13:20.000Z'],
    [1_700_000_000.25, '2023-11-14T22:13:20.250Z'],
  ])('%s is %s', (value, expected) => expect(iso(parseTime(value))).toBe(expected));

  it.each([
    '2024-02-30T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-01T25:00:00Z',
    '0000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    'yesterday',
    '',
    'Infinity',
    '12',
    -1,
    0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    null,
    undefined,
    true,
    {},
    [],
    'x'.repeat(1_000_000),
  ])('%s is no time', (value) => expect(parseTime(value)).toBeUndefined());
});

describe('event time', () => {
  const at = (text: string) => Date.parse(text);
  const now = at('2026-11-24T12:00:00Z');
  const vector = {
    originalTimestamp: '2015-12-12T19:11:01.152Z',
    sentAt: '2015-12-12T19:11:01.169Z',
    receivedAt: '2015-12-12T19:11:01.266Z',
  };

  it("is Segment's timestamp, which is corrected already", () => {
    const fields = { ...vector, timestamp: '2026-11-24T02:23:50.997Z' };
    expect(iso(eventTime(fields, 'corrected', now).occurredAt)).toBe('2026-11-24T02:23:50.997Z');
  });

  it.each([
    ['the documented vector', vector, '2015-12-12T19:11:01.249Z'],
    [
      'a clock years ahead',
      { originalTimestamp: '2031-07-04T09:30:00Z', sentAt: '2031-07-04T09:30:10Z', receivedAt: '2024-03-01T12:00:05Z' },
      '2024-03-01T11:59:55.000Z',
    ],
    [
      'sent before it happened: the receipt',
      { originalTimestamp: '2024-03-01T12:00:09Z', sentAt: '2024-03-01T12:00:00Z', receivedAt: '2024-03-01T12:00:01Z' },
      '2024-03-01T12:00:01.000Z',
    ],
    ['an unreadable timestamp', { ...vector, timestamp: 'soon' }, '2015-12-12T19:11:01.249Z'],
    ['the receipt alone', { receivedAt: '2024-03-01T12:00:01Z' }, '2024-03-01T12:00:01.000Z'],
  ])('without one is receivedAt − (sentAt − originalTimestamp): %s', (_, fields, expected) => {
    expect(iso(eventTime(fields, 'corrected', now).occurredAt)).toBe(expected);
  });

  it("is corrected by us where the clock is the client's own", () => {
    const fields = { timestamp: '2031-07-04T09:30:00Z', sentAt: '2031-07-04T09:30:10Z' };
    expect(iso(eventTime(fields, 'client', now).occurredAt)).toBe('2026-11-24T11:59:50.000Z');
    expect(iso(eventTime({ timestamp: '2026-11-01T00:00:00Z' }, 'client', now).occurredAt)).toBe(
      '2026-11-01T00:00:00.000Z',
    );
  });

  it('is our clock when nothing else is known', () => {
    expect(eventTime({}, 'corrected', now)).toEqual({
      occurredAt: now,
      isMissing: true,
      isInFuture: false,
      isLate: false,
    });
  });

  it('keeps a time up to a day ahead, and makes a later one the receipt', () => {
    expect(eventTime({ timestamp: now + 20_000 }, 'corrected', now).occurredAt).toBe(now + 20_000);
    expect(eventTime({ timestamp: now + 86_400_000 }, 'corrected', now).isInFuture).toBe(false);
    expect(eventTime({ timestamp: now + 86_400_001 }, 'corrected', now)).toMatchObject({
      occurredAt: now,
      isInFuture: true,
    });
  });

  it('keeps the far past, and says so', () => {
    expect(eventTime({ timestamp: '2024-02-27T08:00:01Z' }, 'corrected', now)).toMatchObject({
      occurredAt: at('2024-02-27T08:00:01Z'),
      isLate: true,
    });
  });
});
