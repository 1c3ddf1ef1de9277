import { describe, expect, test } from 'vitest';
import { makeHistory, startTraffic } from '@/lib/demo/traffic';

const now = new Date('2026-11-24T12:00:00Z');
const history = makeHistory(1, now, 60);
const take = (seed: number, count: number) => {
  const next = startTraffic(seed);
  return Array.from({ length: count }, (_, second) => next(new Date(now.getTime() + second * 1000)));
};

describe('history', () => {
  test('is the same for the same seed, and different for another', () => {
    expect(makeHistory(1, now, 5)).toEqual(makeHistory(1, now, 5));
    expect(makeHistory(2, now, 5)).not.toEqual(makeHistory(1, now, 5));
  });

  test('reaches back 60 days, leaves no day out, and none of it lies ahead', () => {
    const days = new Set(history.map((call) => call.timestamp.toISOString().slice(0, 10)));
    expect(days.size).toBe(60);
    expect([...days].sort()[0]).toBe('2026-09-26');
    expect(history.filter((call) => call.timestamp > now)).toEqual([]);
  });

  test('is a few thousand calls, each with an id of its own', () => {
    expect(history.length).toBeGreaterThan(2_000);
    expect(history.length).toBeLessThan(5_000);
    expect(new Set(history.map((call) => call.messageId)).size).toBe(history.length);
  });

  test('has every event of the shop, and the rarer ones further down the funnel', () => {
    const count = (name: string) => history.filter((call) => call.type === 'track' && call.event === name).length;
    const funnel = ['Page Viewed', 'Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'].map(count);
    expect(funnel).toEqual([...funnel].sort((a, b) => b - a));
    expect(funnel.at(-1)).toBeGreaterThan(20);
    for (const name of ['CTA Clicked', 'Products Searched', 'Form Submitted', 'Trial Started', 'Signed Up']) {
      expect(count(name), name).toBeGreaterThan(5);
    }
  });

  test('visitors are anonymous until they say who they are, and known from then on', () => {
    const identified = new Set<string>();
    const wrong = history.filter((call) => {
      if (!('anonymousId' in call)) return false;
      if (call.type === 'identify') identified.add(call.anonymousId);
      return 'userId' in call !== identified.has(call.anonymousId);
    });
    expect(wrong).toEqual([]);
    expect(identified.size).toBeGreaterThan(50);
  });

  test('servers report about known users alone, without a browser', () => {
    const onServer = history.filter((call) => !('anonymousId' in call));
    expect(onServer.length).toBeGreaterThan(20);
    for (const call of onServer) expect(call).toMatchObject({ userId: expect.stringMatching(/^user_/), context: {} });
  });

  test('some visitors are bots', () => {
    const bots = history.filter((call) => /bot/i.test(String(call.context.userAgent)));
    expect(bots.length / history.length).toBeGreaterThan(0.01);
    expect(bots.length / history.length).toBeLessThan(0.15);
  });
});

describe('live traffic', () => {
  test('is the same for the same seed and clock', () => {
    expect(take(7, 200)).toEqual(take(7, 200));
  });

  test('happens now, but for one call in twenty, which comes up to 30 hours late', () => {
    const delays = take(7, 1_000).map(
      (call, second) => (now.getTime() + second * 1000 - call.timestamp.getTime()) / 3_600_000,
    );
    const late = delays.filter((hours) => hours > 0);
    expect(late.length).toBeGreaterThan(25);
    expect(late.length).toBeLessThan(80);
    expect(Math.max(...late)).toBeLessThan(30);
    expect(Math.max(...late)).toBeGreaterThan(20);
  });

  test('mixes the calls of several visitors', () => {
    const visitors = take(7, 12).map((call) => ('anonymousId' in call ? call.anonymousId : call.userId));
    expect(new Set(visitors).size).toBeGreaterThan(3);
  });
});
