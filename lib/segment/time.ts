/**
 * Event time. Segment's `timestamp` is what happened when, already corrected for the device's clock:
 *
 *   timestamp = receivedAt - (sentAt - originalTimestamp)        "the time difference between the client and server"
 *
 * so on the webhook the formula is applied only when `timestamp` is missing. SDKs that post to us directly send their own
 * clock as `timestamp`; there the formula is ours to apply.
 */

const DAY_MS = 86_400_000;
const SECONDS_BELOW = 31_557_600_000; // Segment's new-date: a smaller number is seconds, a larger milliseconds
const EARLIEST_MS = 0;
const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/i;

/**
 * Milliseconds since 1970 UTC, or undefined when the value is no time. Reads ISO 8601 (unpadded months and days, any number
 * of decimals; no zone means UTC, never the server's own) and epoch seconds or milliseconds as number or digits. A day that
 * does not exist, such as 30 February, is no time.
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const text = value.trim();
  if (/^\d{9,16}(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  return fromIso(text);
}

function fromEpoch(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  const ms = value < SECONDS_BELOW ? value * 1000 : value;
  return inRange(Math.trunc(ms));
}

function fromIso(text: string): number | undefined {
  const parts = ISO.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  return inRange(date.getTime() + ms - zoneOffsetMs(parts[8]));
}

function zoneOffsetMs(zone: string | undefined): number {
  if (!zone || zone === 'Z' || zone === 'z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return (zone[0] === '-' ? -1 : 1) * minutes * 60_000;
}

/** Years 1970 to 9999: what PostgreSQL and JavaScript agree on without surprises. */
function inRange(ms: number): number | undefined {
  return ms >= EARLIEST_MS && ms < 253_402_300_800_000 ? ms : undefined;
}

export type TimeFields = { timestamp?: unknown; originalTimestamp?: unknown; sentAt?: unknown; receivedAt?: unknown };
export type EventTime = { occurredAt: number; isMissing: boolean; isInFuture: boolean; isLate: boolean };

/**
 * The event time of a message received at `now` (ms). `clock` says whose `timestamp` is: Segment's, corrected, or the
 * client's own. More than a day ahead becomes `now`.
 */
export function eventTime(fields: TimeFields, clock: 'corrected' | 'client', now: number): EventTime {
  const known = clock === 'corrected' ? correctedTime(fields) : clientTime(fields, now);
  const isInFuture = known !== undefined && known > now + DAY_MS;
  const occurredAt = known === undefined || isInFuture ? now : known;
  return { occurredAt, isMissing: known === undefined, isInFuture, isLate: occurredAt < now - DAY_MS };
}

function correctedTime(fields: TimeFields): number | undefined {
  const timestamp = parseTime(fields.timestamp);
  if (timestamp !== undefined) return timestamp;
  const receivedAt = parseTime(fields.receivedAt);
  return correctSkew(parseTime(fields.originalTimestamp), parseTime(fields.sentAt), receivedAt) ?? receivedAt;
}

function clientTime(fields: TimeFields, now: number): number | undefined {
  const original = parseTime(fields.originalTimestamp) ?? parseTime(fields.timestamp);
  return correctSkew(original, parseTime(fields.sentAt), now) ?? original;
}

/** Never later than the receipt: a message "sent before it happened" happened when it was received. */
function correctSkew(original?: number, sentAt?: number, receivedAt?: number): number | undefined {
  if (original === undefined || sentAt === undefined || receivedAt === undefined) return undefined;
  return inRange(Math.min(receivedAt, receivedAt - (sentAt - original)));
}
