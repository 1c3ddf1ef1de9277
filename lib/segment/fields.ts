/**
 * Field names in any casing. Segment's partner contract: "field casing can vary between customers, so we recommend
 * accepting any casing". The rule is that of Segment's own library (obj-case): characters other than letters and digits
 * do not count, case does not count. An exactly spelled field always wins; among others the first in the document.
 *
 *   { "user_id": "a", "UserId": "b" }            -> userId "a"
 *   { "user_id": "a", "userId": "b" }            -> userId "b"
 *
 * Only own properties are read, so a "__proto__" in the document is a name like any other.
 */

/** A parsed JSON object from outside. */
export type RawObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Messages repeat the same few keys, so their normal forms are remembered: a look-up is a sixth of the work. */
const normalForms = new Map<string, string>();
const NORMAL_FORMS_MAX = 5_000;

/** "User ID", "user_id" and "userId" are all "userid". */
export function normaliseName(name: string): string {
  const known = normalForms.get(name);
  if (known !== undefined) return known;
  const normal = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  if (name.length <= KEY_LENGTH_MAX && normalForms.size < NORMAL_FORMS_MAX) normalForms.set(name, normal);
  return normal;
}

/** No field's name is longer, however it is written; longer keys are not looked at. */
const KEY_LENGTH_MAX = 40;

/** Top-level fields of a message that are read; every other is dropped. */
const FIELDS = [
  'type',
  'event',
  'userId',
  'anonymousId',
  'messageId',
  'timestamp',
  'originalTimestamp',
  'sentAt',
  'receivedAt',
  'context',
  'properties',
  'integrations',
  'projectId',
  'sessionId', // the legacy name of anonymousId
] as const;
export type FieldName = (typeof FIELDS)[number];
export type Fields = { readonly [name in FieldName]?: unknown };

const exactNames: ReadonlySet<string> = new Set(FIELDS);
const nameByNormalised: ReadonlyMap<string, FieldName> = new Map(FIELDS.map((name) => [normaliseName(name), name]));

/** The fields of a message, under their canonical names. One pass over the keys, whatever their number. */
export function readFields(raw: RawObject): Fields {
  const exact: Record<string, unknown> = Object.create(null);
  const other: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(raw)) {
    if (exactNames.has(key)) {
      exact[key] = raw[key];
      continue;
    }
    if (key.length > KEY_LENGTH_MAX) continue;
    const name = nameByNormalised.get(normaliseName(key));
    if (name !== undefined && !(name in other)) other[name] = raw[key];
  }
  return Object.assign(other, exact);
}

/** One field of a nested object in any casing; undefined when there is none. */
export function pick(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const wanted = normaliseName(name);
  for (const key of Object.keys(value)) {
    if (key.length <= KEY_LENGTH_MAX && normaliseName(key) === wanted) return value[key];
  }
  return undefined;
}

export function pickObject(value: unknown, name: string): RawObject | undefined {
  const found = pick(value, name);
  return isObject(found) ? found : undefined;
}

export function pickString(value: unknown, name: string): string | undefined {
  const found = pick(value, name);
  return typeof found === 'string' ? found : undefined;
}
