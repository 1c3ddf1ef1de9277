import type { GoalRow } from '@/lib/reports/manage';

/** Why a figure does not exist, in words. */
export const UNDEFINED_REASONS = {
  'no campaigns': 'No campaign has run yet',
} satisfies Record<NonNullable<GoalRow['undefinedReason']>, string>;

/** A figure, or a dash that says why there is none. Never a zero that means "not known". */
export function MetricCell({ value, reason }: { value: string | null; reason: GoalRow['undefinedReason'] }) {
  if (value !== null) return <td className="text-right tabular-nums">{value}</td>;
  const words = reason === null ? 'Not known' : UNDEFINED_REASONS[reason];
  return (
    <td title={words} className="text-right text-muted-foreground">
      <span aria-hidden>–</span>
      <span className="sr-only">{words}</span>
    </td>
  );
}
