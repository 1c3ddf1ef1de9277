/**
 * The rows of Conversions > Manage: a goal each, with its events and what personalization did to it. Read from roll-ups
 * alone, so its cost does not grow with the number of events.
 */

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
  /** Where a native goal is watched for (an address, a selector); null for events, which come from anywhere. */
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
  /** Days 'YYYY-MM-DD' in the workspace's zone, both included. Default: the last 60 days. */
  from?: string;
  to?: string;
  /** `nextCursor` of the page before, with the same sort. */
  cursor?: string;
  /** 1 to 500, default 100. */
  limit?: number;
};

/** `total` counts the goals that match search and filter, whatever the page. */
export type GoalPage = { goals: GoalRow[]; total: number; nextCursor: string | null };
