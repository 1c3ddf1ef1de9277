/**
 * Instants and days. Instants are UTC; a day is 'YYYY-MM-DD' in some workspace's time zone; ranges are half-open. Pure.
 */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The start of the UTC hour that `instant` lies in. */
export function floorHour(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / HOUR_MS) * HOUR_MS);
}

/** `instant` moved by `ms` (negative: back). */
export function shift(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The day 'YYYY-MM-DD' of `instant` in an IANA time zone. Throws a RangeError for a zone that does not exist. */
export function dayIn(timeZone: string, instant: Date): string {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(instant);
}

/** The day `days` after `day` (negative: before). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
