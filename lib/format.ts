/**
 * Numbers and times as the interface writes them. The language is fixed, so that server and browser write the same. Times
 * come as ISO strings or milliseconds, and days and hours are those of the time zone that is passed.
 */
const counts = new Intl.NumberFormat('en');

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

/** "Nov 24, 2026" */
export function formatDate(at: string | number, timeZone: string): string {
  const parts = { year: 'numeric', month: 'short', day: 'numeric' } as const;
  return new Intl.DateTimeFormat('en', { ...parts, timeZone }).format(new Date(at));
}

/** A day 'YYYY-MM-DD' -> "Nov 24". */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));
}

const UNITS = [
  { seconds: 365 * 86_400, one: 'year', many: 'years' },
  { seconds: 30 * 86_400, one: 'month', many: 'months' },
  { seconds: 86_400, one: 'day', many: 'days' },
  { seconds: 3_600, one: 'h', many: 'h' },
  { seconds: 60, one: 'min', many: 'min' },
];

/**
 * "just now" within a minute either way, then "5 min ago", "3 h ago", "in 2 days"; whole units, cut. Not by Intl, whose
 * short forms differ from one version of its data to the next, and so between server and browser.
 */
export function formatRelative(at: string | number, now: string | number): string {
  const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1000;
  const unit = UNITS.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  if (!unit) return 'just now';
  const count = Math.floor(Math.abs(seconds) / unit.seconds);
  const words = `${count} ${count === 1 ? unit.one : unit.many}`;
  return seconds < 0 ? `${words} ago` : `in ${words}`;
}

const shares = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A share from 0 to 1: 0.0375 -> "3.8%". */
export function formatShare(share: number): string {
  return shares.format(share);
}

const LIFT_SHOWN_MAX = 9.99;
const lifts = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' });

/** A lift as whole percent, cut at 999 %: 0.118 -> "+12%", 25 -> "> +999%". */
export function formatLift(lift: number): string {
  return lift > LIFT_SHOWN_MAX ? `> ${lifts.format(LIFT_SHOWN_MAX)}` : lifts.format(lift);
}
