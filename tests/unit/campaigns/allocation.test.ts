import { describe, expect, it } from 'vitest';
import { allocate, unitHash } from '@/lib/campaigns/allocation';

const VISITORS = Array.from({ length: 100_000 }, (_, i) => `v_${i.toString(36)}`);
/** Standard deviations between a count and its expectation under a fair draw. */
const deviations = (count: number, n: number, p: number) => Math.abs(count - n * p) / Math.sqrt(n * p * (1 - p));

describe('allocation', () => {
  it.each([90, 50, 10, 1])('personalizes %d percent of visitors', (share) => {
    const personalized = VISITORS.filter((visitor) => allocate('salt', visitor, share, [1]) >= 0).length;
    expect(deviations(personalized, VISITORS.length, share / 100)).toBeLessThan(4);
  });

  it('personalizes everybody at 100 and nobody at 0', () => {
    expect(VISITORS.every((visitor) => allocate('salt', visitor, 100, [1]) === 0)).toBe(true);
    expect(VISITORS.every((visitor) => allocate('salt', visitor, 0, [1]) === -1)).toBe(true);
  });

  it('is independent between campaigns', () => {
    const both = VISITORS.filter(
      (visitor) => allocate('one', visitor, 50, [1]) >= 0 && allocate('two', visitor, 50, [1]) >= 0,
    ).length;
    expect(deviations(both, VISITORS.length, 0.25)).toBeLessThan(4);
  });

  it('draws variations by their weights, whatever the share', () => {
    const drawn = VISITORS.map((visitor) => allocate('salt', visitor, 60, [3, 1])).filter((arm) => arm >= 0);
    expect(deviations(drawn.filter((arm) => arm === 0).length, drawn.length, 0.75)).toBeLessThan(4);
  });

  it('moves nobody who need not be moved when the share changes', () => {
    for (const visitor of VISITORS.slice(0, 5_000)) {
      const [before, after] = [allocate('salt', visitor, 50, [1, 1]), allocate('salt', visitor, 90, [1, 1])];
      if (before >= 0) expect(after).toBe(before);
    }
  });

  it('hashes every text into [0, 1), and never changes its mind', () => {
    for (const text of ['', 'a', '🎉', 'x'.repeat(10_000)]) {
      expect(unitHash(text)).toBeGreaterThanOrEqual(0);
      expect(unitHash(text)).toBeLessThan(1);
    }
    // Visitors keep their arm over releases: these values are a promise.
    expect(unitHash('salt:v_1').toFixed(9)).toBe('0.576201055');
  });
});
