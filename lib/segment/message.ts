/**
 * One Segment message -> what is kept of it, or why it is refused. Pure: the clock is an argument, ids stay in clear (they
 * are hashed on the way into the database), nothing is looked up.
 */
import type { MessageFlag, MessageType, ParsedMessage } from '../event';
import { excludedReason, isReplay } from './exclusions';
import { type Fields, isObject, pick, pickObject, pickString, type RawObject, readFields } from './fields';
import { isDegenerateId, readId } from './ids';
import { type KeptProperties, keepProperties } from './properties';
import { redactText, trimUrl } from './redact';
import { canonicalName, cleanText, cutText, NAME_LENGTH_MAX } from './text';
import { type EventTime, eventTime } from './time';

export type Rejection = { code: 'invalid' | 'unsupported'; message: string };
export type ParseResult = { message: ParsedMessage } | { rejection: Rejection };

/** How messages came. */
export type Arrival = {
  /** Our clock at receipt, milliseconds. */
  now: number;
  /** Whose clock a message's `timestamp` is: corrected by Segment, or the client's own. */
  clock: 'corrected' | 'client';
  /** An id for a message without one. */
  idWithout: (raw: RawObject) => string;
};
/** What a batch says once for all its messages; a message's own fields win. */
export type BatchDefaults = { context: unknown; integrations: unknown; sentAt: unknown };
const NO_DEFAULTS: BatchDefaults = { context: undefined, integrations: undefined, sentAt: undefined };

/** "identify, group, track, page, screen, alias" and delete; the catalog entry declares track, identify and page. */
const TYPES: ReadonlyMap<string, MessageType | 'unsupported'> = new Map([
  ['track', 'track'],
  ['page', 'page'],
  ['identify', 'identify'],
  ['delete', 'delete'],
  ['group', 'unsupported'],
  ['alias', 'unsupported'],
  ['screen', 'unsupported'],
]);

type Ids = { userId: string | null; anonymousId: string | null };
type EventName = { name: string; isCut: boolean; isRedacted: boolean };

/** Never throws, whatever `raw` is. */
export function parseMessage(raw: unknown, arrival: Arrival, defaults: BatchDefaults = NO_DEFAULTS): ParseResult {
  if (!isObject(raw)) return refuse('Message must be a JSON object');
  const fields = readFields(raw);
  const type = readType(fields.type);
  if (typeof type === 'object') return { rejection: type };
  const ids: Ids = {
    userId: readId(fields.userId),
    anonymousId: readId(fields.anonymousId) ?? readId(fields.sessionId),
  };
  if (type === 'delete' && ids.userId === null) return refuse('Missing userId');
  if (ids.userId === null && ids.anonymousId === null) return refuse('userId or anonymousId required');
  const event = type === 'track' ? readEvent(fields.event) : null;
  if (event !== null && 'code' in event) return { rejection: event };
  return { message: keepMessage(raw, fields, { type, event, ids }, arrival, defaults) };
}

function refuse(message: string): { rejection: Rejection } {
  return { rejection: { code: 'invalid', message } };
}

function readType(value: unknown): MessageType | Rejection {
  if (value === undefined || value === null || value === '') return { code: 'invalid', message: 'Missing type' };
  if (typeof value !== 'string') return { code: 'invalid', message: 'type must be a string' };
  const name = value.trim().toLowerCase();
  const type = TYPES.get(name);
  if (type === undefined) return { code: 'unsupported', message: 'This type of message is not supported' };
  return type === 'unsupported' ? { code: 'unsupported', message: `"${name}" is not supported` } : type;
}

function readEvent(value: unknown): EventName | Rejection {
  if (value === undefined) return { code: 'invalid', message: 'Missing event' };
  if (value === null) return { code: 'invalid', message: 'Missing event: event must be a string' };
  if (typeof value !== 'string') return { code: 'invalid', message: 'event must be a string' };
  const canonical = canonicalName(value);
  if (canonical === '') return { code: 'invalid', message: 'Missing event' };
  const name = redactText(canonical);
  return { name, isCut: value.length > NAME_LENGTH_MAX, isRedacted: name !== canonical };
}

type Accepted = { type: MessageType; event: EventName | null; ids: Ids };

function keepMessage(
  raw: RawObject,
  fields: Fields,
  { type, event, ids }: Accepted,
  arrival: Arrival,
  defaults: BatchDefaults,
): ParsedMessage {
  const context = mergeUnder(fields.context, defaults.context);
  const integrations = mergeUnder(fields.integrations, defaults.integrations);
  const time = eventTime({ ...fields, sentAt: fields.sentAt ?? defaults.sentAt }, arrival.clock, arrival.now);
  // Traits are never kept; only what an event or a page says of itself is.
  const kept = keepProperties(type === 'track' || type === 'page' ? fields.properties : undefined);
  return {
    messageId: readId(fields.messageId) ?? arrival.idWithout(raw),
    type,
    name: event?.name ?? null,
    occurredAt: time.occurredAt,
    ...ids,
    url: readUrl(type, fields, context),
    properties: kept.properties,
    projectId: shortText(fields.projectId),
    library: shortText(pick(pickObject(context, 'library'), 'name')),
    excludedReason: excludedReason(event?.name ?? null, context, integrations),
    flags: flagsOf(time, kept, event, ids, context, integrations),
  };
}

/** Batch-level objects lie under a message's own: its keys win, one level deep. */
function mergeUnder(own: unknown, shared: unknown): RawObject | undefined {
  if (!isObject(shared)) return isObject(own) ? own : undefined;
  return isObject(own) ? { ...shared, ...own } : shared;
}

/** A page call describes itself in its properties; every other call only in its context. Segment allows null to hide it. */
function readUrl(type: MessageType, fields: Fields, context: RawObject | undefined): string | null {
  const own = type === 'page' ? pickString(fields.properties, 'url') : undefined;
  const address = own ?? pickString(pickObject(context, 'page'), 'url');
  return address === undefined ? null : trimUrl(cutText(cleanText(address), 2_048));
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' ? cutText(cleanText(value), 100) : null;
}

function flagsOf(
  time: EventTime,
  kept: KeptProperties,
  event: EventName | null,
  ids: Ids,
  context: RawObject | undefined,
  integrations: unknown,
): MessageFlag[] {
  const flags: MessageFlag[] = [];
  if (time.isMissing) flags.push('time missing');
  if (time.isInFuture) flags.push('time in future');
  if (time.isLate) flags.push('late');
  if (kept.isCut || event?.isCut) flags.push('cut');
  if (kept.isRedacted || event?.isRedacted) flags.push('redacted');
  if (isReplay(integrations)) flags.push('replay');
  if (Array.isArray(pick(context, 'repeatChain'))) flags.push('copied');
  if (isFromQueryString(context)) flags.push('query-string event');
  if (ids.anonymousId === null) flags.push('no id from the browser');
  if (hasDegenerateId(ids)) flags.push('degenerate id');
  return flags;
}

/** Segment's query-string API fires whatever event an address names. */
function isFromQueryString(context: RawObject | undefined): boolean {
  const page = pickObject(context, 'page');
  const search = page && (pickString(page, 'search') ?? pickString(page, 'url'));
  return search?.includes('ajs_event=') ?? false;
}

/** A user id that repeats the anonymous id says nothing about who it is. */
function hasDegenerateId({ userId, anonymousId }: Ids): boolean {
  if (userId !== null && (userId === anonymousId || isDegenerateId(userId))) return true;
  return anonymousId !== null && isDegenerateId(anonymousId);
}
