/**
 * What a stored message means for the goal of its name. The one place where this is decided: settle, rebuild and forget
 * all ask here. `events24h` and `events60d` follow it; attribution leaves out more (bots, for one) and says so itself.
 */
import { EXCLUDED_REASONS, type ExcludedReason } from '../event';

/**
 * - discovers: makes the goal where there is none, and counts.
 * - counts: counts for a goal that other messages made, whether they come before or after it.
 * - ignored: is kept and explained, and counts for no goal.
 */
export type GoalRule = 'discovers' | 'counts' | 'ignored';

const RULE_BY_REASON = {
  'integration inactive': 'ignored',
  bot: 'discovers',
  'consent withheld': 'counts',
  'test traffic': 'ignored',
  'own event': 'ignored',
  'not addressed': 'ignored',
} satisfies Record<ExcludedReason, GoalRule>;

/** The rule for a track message with this excluded reason; null is a message that nothing excludes. */
export function goalRule(reason: ExcludedReason | null): GoalRule {
  return reason === null ? 'discovers' : RULE_BY_REASON[reason];
}

/** The reasons despite which a message counts for its goal, for the WHERE of a statement. */
export const COUNTING_REASONS: readonly ExcludedReason[] = EXCLUDED_REASONS.filter(
  (reason) => goalRule(reason) !== 'ignored',
);

/** Names beyond it make no goal; their events are counted as over the limit. Archived goals take a place as well. */
export const DISCOVERED_GOALS_MAX = 500;
