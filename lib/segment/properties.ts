/**
 * An event's properties as they are kept: the customer's own keys and values, bounded, well-formed, without personal data.
 */
import type { Json, JsonObject } from '../event';
import { isPersonalNumber, redactText, redactValue } from './redact';
import { cleanText, cutText } from './text';

/** "A maximum of 10,000 properties per event"; beyond it the rest is dropped, as Segment does. */
const VALUES_MAX = 10_000;
/** UTF-16 units of keys and values together. Segment's own limit for an event is 32 KB. */
const SIZE_MAX = 256 * 1024;
const TEXT_LENGTH_MAX = 4_096;
const KEY_LENGTH_MAX = 255;

export type KeptProperties = { properties: JsonObject; isCut: boolean; isRedacted: boolean };

type Keeper = { valuesLeft: number; sizeLeft: number; isCut: boolean; isRedacted: boolean };

/** Anything that is not an object is no properties. Nesting is bounded by the body's own limit. */
export function keepProperties(raw: unknown): KeptProperties {
  const keeper: Keeper = { valuesLeft: VALUES_MAX, sizeLeft: SIZE_MAX, isCut: false, isRedacted: false };
  const isReadable = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  const properties = isReadable ? keepObject(raw as Record<string, unknown>, keeper) : {};
  return { properties, isCut: keeper.isCut, isRedacted: keeper.isRedacted };
}

function keepObject(raw: Record<string, unknown>, keeper: Keeper): JsonObject {
  const kept: JsonObject = {};
  for (const key of Object.keys(raw)) {
    if (!hasRoom(keeper)) break;
    const keptKey = keepKey(key, keeper);
    keeper.sizeLeft -= keptKey.length;
    const value = keepValue(keptKey, raw[key], keeper);
    if (keptKey === '__proto__') define(kept, keptKey, value);
    else kept[keptKey] = value;
  }
  return kept;
}

/** Assigning to "__proto__" would set the prototype instead. */
function define(target: JsonObject, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function keepKey(key: string, keeper: Keeper): string {
  const clean = cutText(cleanText(key), KEY_LENGTH_MAX);
  if (clean.length < key.length) keeper.isCut = true;
  const kept = redactText(clean);
  if (kept !== clean) keeper.isRedacted = true;
  return kept;
}

function keepValue(key: string, value: unknown, keeper: Keeper): Json {
  keeper.valuesLeft -= 1;
  switch (typeof value) {
    case 'string':
      return keepText(key, value, keeper);
    case 'number':
      return keepNumber(key, value, keeper);
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return keepArray(key, value, keeper);
      return keepObject(value as Record<string, unknown>, keeper);
    default:
      return null;
  }
}

function keepArray(key: string, values: unknown[], keeper: Keeper): Json[] {
  const kept: Json[] = [];
  for (const value of values) {
    if (!hasRoom(keeper)) break;
    kept.push(keepValue(key, value, keeper));
  }
  return kept;
}

function keepText(key: string, value: string, keeper: Keeper): string {
  const cut = cutText(value, TEXT_LENGTH_MAX);
  if (cut !== value) keeper.isCut = true;
  const clean = cleanText(cut);
  const kept = redactValue(key, clean);
  if (kept !== clean) keeper.isRedacted = true;
  keeper.sizeLeft -= kept.length;
  return kept;
}

/** JSON.parse reads 1e400 as Infinity, which JSON cannot write. */
function keepNumber(key: string, value: number, keeper: Keeper): Json {
  if (!Number.isFinite(value)) return null;
  if (!isPersonalNumber(key, value)) return value;
  keeper.isRedacted = true;
  return '[number]';
}

function hasRoom(keeper: Keeper): boolean {
  if (keeper.valuesLeft > 0 && keeper.sizeLeft > 0) return true;
  keeper.isCut = true;
  return false;
}
