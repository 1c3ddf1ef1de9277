/**
 * Numbers and times as the interface writes them. The language is fixed, so that server and browser write the same. Times
 * come as ISO strings or milliseconds, and days and hours are those of the time zone that is passed.
 */
const counts = new Intl.NumberFormat('en');
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' });

/** 1234567 -> "1,234,567". */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** "Nov 24, 2026, 14:05:09 CET" */
export function formatDateTime(at: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat('en', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(at));
}

/** A day 'YYYY-MM-DD' -> "Nov 24". */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "just now" within a minute either way, then "5 minutes ago", "3 hours ago", "in 2 days"; whole units, cut. */
export function formatRelative(at: string | number, now: string | number): string {
  const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}
