/**
 * A request's body -> messages and rejections. Segment's subscription posts one message; a Webhooks (Actions) destination
 * posts an array; the Tracking API's batch is `{ batch, context?, integrations?, sentAt? }`. Pure.
 */
import type { ParsedMessage } from '../event';
import { isObject, pick, type RawObject } from './fields';
import { type Arrival, type BatchDefaults, parseMessage, type Rejection } from './message';

/** Brackets open at once, the outermost not counted: deeper documents overflow the stack of those who write them again. */
export const DEPTH_MAX = 100;

export type Shape =
  | { kind: 'single'; message: RawObject }
  | { kind: 'batch'; messages: unknown[]; defaults: BatchDefaults | undefined; writeKey: unknown }
  | { kind: 'unreadable'; reason: string };

export type ParsedBody = { messages: ParsedMessage[]; rejections: (Rejection & { index: number })[] };

/** What a body holds, before any message is looked at. `text` is decoded UTF-8; a byte order mark is allowed. */
export function readShape(text: string): Shape {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (json.trim() === '') return { kind: 'unreadable', reason: 'Empty body' };
  const depth = nestingOf(json);
  if (depth > DEPTH_MAX + WRAPPING_MAX) return TOO_DEEP;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { kind: 'unreadable', reason: 'Invalid JSON' };
  }
  return depth > DEPTH_MAX + wrappingOf(value) ? TOO_DEEP : shapeOf(value);
}

const TOO_DEEP: Shape = { kind: 'unreadable', reason: `Invalid JSON: nested more than ${DEPTH_MAX} deep` };

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return { kind: 'batch', messages: value, defaults: undefined, writeKey: undefined };
  if (!isObject(value)) return { kind: 'unreadable', reason: 'Body must be a JSON object' };
  const { batch } = value;
  if (!Array.isArray(batch)) return { kind: 'single', message: value };
  const defaults: BatchDefaults = {
    context: pick(value, 'context'),
    integrations: pick(value, 'integrations'),
    sentAt: pick(value, 'sentAt'),
  };
  return { kind: 'batch', messages: batch, defaults, writeKey: value.writeKey };
}

/** Brackets around a message that are not its own, and the outermost of its own. */
function wrappingOf(value: unknown): number {
  if (Array.isArray(value)) return 2;
  return isObject(value) && Array.isArray(value.batch) ? WRAPPING_MAX : 1;
}
const WRAPPING_MAX = 3;

/** The most brackets that a JSON text has open at once, those in strings left out. One pass; no need to parse first. */
export function nestingOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case 0x22: // "
        i = endOfString(json, i);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
    }
  }
  return deepest;
}

/** Position of the quote that closes the string opened at `start`. */
function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end > 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? json.length : end;
}

function isEscaped(json: string, position: number): boolean {
  let backslashes = 0;
  while (json.charCodeAt(position - 1 - backslashes) === 0x5c) backslashes += 1;
  return backslashes % 2 === 1;
}

/** Every message of a batch by itself: one that is refused does not touch its neighbours. */
export function parseMessages(raws: readonly unknown[], arrival: Arrival, defaults?: BatchDefaults): ParsedBody {
  const parsed: ParsedBody = { messages: [], rejections: [] };
  raws.forEach((raw, index) => {
    const result = parseMessage(raw, arrival, defaults);
    if ('message' in result) parsed.messages.push(result.message);
    else parsed.rejections.push({ ...result.rejection, index });
  });
  return parsed;
}

/** Why a whole body was refused, in one sentence: the reason of a single message, of many the first ten. */
export function describeRejections(rejections: readonly (Rejection & { index: number })[]): string {
  if (rejections.length === 1) return rejections[0]?.message ?? '';
  const listed = rejections.slice(0, 10).map(({ index, message }) => `${index}: ${message}`);
  const more = rejections.length > listed.length ? ` and ${rejections.length - listed.length} more` : '';
  return `No message of the batch was accepted (${listed.join('; ')}${more})`;
}
