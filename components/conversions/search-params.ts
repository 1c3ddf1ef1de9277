import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { GoalFilter, GoalSort } from '@/lib/reports/manage';

export const MANAGE_PATH = '/conversions/manage';

/** Filters offered on the page; `current` is everything that is not archived. */
const FILTERS = ['current', 'visible', 'hidden', 'archived'] as const satisfies readonly GoalFilter[];

const SORTS = [
  '-firstSeenAt',
  'name',
  '-name',
  'events24h',
  '-events24h',
  'events60d',
  '-events60d',
  'lastSeenAt',
  '-lastSeenAt',
] as const satisfies readonly GoalSort[];

/** What the address says about the table. A value that cannot be read counts as absent. */
export const manageParams = {
  q: parseAsString.withDefault(''),
  show: parseAsStringLiteral(FILTERS).withDefault('current'),
  // The newest names first: what has just arrived is at the top, and rows stay where they are while events pour in.
  sort: parseAsStringLiteral(SORTS).withDefault('-firstSeenAt'),
  cursor: parseAsString,
};
export type ManageParams = inferParserType<typeof manageParams>;

export const loadManageParams = createLoader(manageParams);
const serialize = createSerializer(manageParams);

/** The page with some of its parameters changed; back at the first rows, since a cursor fits one order only. */
export function manageHref(params: ManageParams, change: Partial<ManageParams>): string {
  return serialize(MANAGE_PATH, { ...params, cursor: null, ...change });
}
