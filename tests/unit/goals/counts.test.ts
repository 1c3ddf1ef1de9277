import { describe, expect, test } from 'vitest';
import { EXCLUDED_REASONS, type ExcludedReason } from '@/lib/event';
import { COUNTING_REASONS, type GoalRule, goalRule } from '@/lib/goals/counts';

const EXPECTED = {
  'integration inactive': 'ignored',
  bot: 'discovers',
  'consent withheld': 'counts',
  'test traffic': 'ignored',
  'own event': 'ignored',
  'not addressed': 'ignored',
} satisfies Record<ExcludedReason, GoalRule>;

describe('what a message means for the goal of its name', () => {
  test('a message that nothing excludes makes the goal', () => {
    expect(goalRule(null)).toBe('discovers');
  });

  test.each(EXCLUDED_REASONS)('%s', (reason) => {
    expect(goalRule(reason)).toBe(EXPECTED[reason]);
    expect(COUNTING_REASONS.includes(reason)).toBe(EXPECTED[reason] !== 'ignored');
  });

  test('consent withheld is the only reason that counts without making a goal, as the index of messages says', () => {
    expect(EXCLUDED_REASONS.filter((reason) => goalRule(reason) === 'counts')).toEqual(['consent withheld']);
  });
});
