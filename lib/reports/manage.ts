/**
 * The rows of Conversions > Manage: a goal each, with its events and what personalization did to it. Read from roll-ups
 * alone, so its cost grows with goals and days and not with events. There are some hundreds of goals at most, so search,
 * sort and paging are done here on all of them, by the names as they are shown.
 */
import { z } from 'zod';
import type { Db } from '../db/client';
import { AppError } from '../errors';
import { type GoalFigures, readGoals } from './goal-figures';

export const GOAL_FILTERS = ['current', 'visible', 'hidden', 'archived', 'all'] as const;
/** `current` (the default) is everything that is not archived, hidden goals included. */
export type GoalFilter = (typeof GOAL_FILTERS)[number];

const SORT_KEYS = ['lastSeenAt', 'firstSeenAt', 'name', 'events24h', 'events60d'] as const;
export const GOAL_SORTS = SORT_KEYS.flatMap((key) => [key, `-${key}`] as const);
/** A leading minus: descending. The default is `-lastSeenAt`, the goal heard of last first. */
export type GoalSort = (typeof GOAL_SORTS)[number];

/** One arm of the comparison. `rate` is a share from 0 to 1, null where it is not defined. */
export type ArmFigures = { visitors: number; conversions: number; rate: number | null };

/** One goal. Instants are ISO 8601 in UTC. */
export type GoalRow = {
  id: string;
  /** The event's own name. */
  name: string;
  /** What the user made of it; equal to `name` until renamed. */
  displayName: string;
  source: 'segment' | 'google-analytics' | 'native';
  type: 'track' | 'page_view' | 'click';
  /** Where a native goal is watched for (an address, a selector); null for events, which come from any page. */
  attachedTo: string | null;
  isMain: boolean;
  visible: boolean;
  archivedAt: string | null;
  firstSeenAt: string | null;
  lastSeenAt: string | null;
  /** Distinct stored messages by event time: in the hours of the last 24 h, the days of the last 60, the asked range. */
  events24h: number;
  events60d: number;
  events: number;
  personalized: ArmFigures;
  control: ArmFigures;
  /** A share (0.12 is +12 %), null where it is not defined. */
  lift: number | null;
  /** Why the four metrics are not defined; null when they are. */
  undefinedReason: 'no campaigns' | null;
};

export type GoalQuery = {
  now: Date;
  /** Matched anywhere in the name or the display name, whatever the case. */
  search?: string;
  sort?: GoalSort;
  filter?: GoalFilter;
  /** Days 'YYYY-MM-DD' in the workspace's zone, or ISO instants in them; both included. Default: the last 60 days. */
  from?: string;
  to?: string;
  /** `nextCursor` of the page before, with the same sort. */
  cursor?: string;
  /** 1 to 500, default 100. */
  limit?: number;
};

/** `total` counts the goals that match search and filter, whatever the page. */
export type GoalPage = { goals: GoalRow[]; total: number; nextCursor: string | null };

const LIMIT_DEFAULT = 100;

/** Refuses with bad_request a cursor that is not of this sort. */
export async function listGoals(db: Db, workspaceId: string, query: GoalQuery): Promise<GoalPage> {
  const { sort = '-lastSeenAt', filter = 'current', limit = LIMIT_DEFAULT } = query;
  const goals = await readGoals(db, workspaceId, query);
  const found = goals.filter((goal) => isIn(filter, goal) && matches(query.search, goal)).map(toRow);
  const sorted = found.sort((a, b) => compare(placeOf(sort, a), placeOf(sort, b), sort));
  const after = query.cursor === undefined ? null : readCursor(query.cursor, sort);
  const rest = after ? sorted.filter((goal) => compare(placeOf(sort, goal), after, sort) > 0) : sorted;
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = last && rest.length > page.length ? writeCursor(placeOf(sort, last), sort) : null;
  return { goals: page, total: sorted.length, nextCursor };
}

/** One goal as a row of Manage; null when the workspace has no such goal. */
export async function findGoal(db: Db, workspaceId: string, goalId: string, now: Date): Promise<GoalRow | null> {
  const [goal] = await readGoals(db, workspaceId, { now, goalId });
  return goal ? toRow(goal) : null;
}

/** Without campaigns nobody was personalized and nobody was held back, so a rate has nothing to be a share of. */
const WITHOUT_CAMPAIGNS = {
  personalized: { visitors: 0, conversions: 0, rate: null },
  control: { visitors: 0, conversions: 0, rate: null },
  lift: null,
  undefinedReason: 'no campaigns',
} as const;

function toRow(goal: GoalFigures): GoalRow {
  const { displayName, isVisible, archivedAt, firstSeenAt, lastSeenAt, ...rest } = goal;
  return {
    ...rest,
    displayName: displayName ?? goal.name,
    attachedTo: null,
    visible: isVisible,
    archivedAt: archivedAt?.toISOString() ?? null,
    firstSeenAt: firstSeenAt?.toISOString() ?? null,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    ...WITHOUT_CAMPAIGNS,
  };
}

function isIn(filter: GoalFilter, { archivedAt, isVisible }: GoalFigures): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'archived':
      return archivedAt !== null;
    case 'current':
      return archivedAt === null;
    case 'visible':
      return archivedAt === null && isVisible;
    case 'hidden':
      return archivedAt === null && !isVisible;
    default:
      return filter satisfies never;
  }
}

const fold = (text: string) => text.normalize('NFC').toLowerCase();

function matches(search: string | undefined, { name, displayName }: GoalFigures): boolean {
  const wanted = fold(search?.trim() ?? '');
  return fold(name).includes(wanted) || fold(displayName ?? '').includes(wanted);
}

/** Where a row stands in a sort; the id sets apart what is equal, so that pages neither overlap nor leave anything out. */
type Place = { value: string | number; id: string };

function placeOf(sort: GoalSort, goal: GoalRow): Place {
  const key = sort.replace(/^-/, '') as (typeof SORT_KEYS)[number];
  return { value: (key === 'name' ? goal.displayName : goal[key]) ?? '', id: goal.id };
}

const byName = new Intl.Collator('en', { numeric: true });

function compare(a: Place, b: Place, sort: GoalSort): number {
  const order =
    typeof a.value === 'number' && typeof b.value === 'number'
      ? a.value - b.value
      : byName.compare(String(a.value), String(b.value));
  const byId = a.id < b.id ? -1 : Number(a.id > b.id);
  return (sort.startsWith('-') ? -order : order) || byId;
}

function writeCursor({ value, id }: Place, sort: GoalSort): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

function readCursor(cursor: string, sort: GoalSort): Place {
  try {
    const [ofSort, value, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (ofSort === sort) return { value, id };
  } catch {
    // Whatever is wrong with it, it is not one of ours.
  }
  throw new AppError('bad_request', 'The cursor does not belong to this list. Start again without it.');
}

const Cursor = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);
