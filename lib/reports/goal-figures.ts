/** The one query behind Manage: every goal of a workspace with its counts. */
import { type Db, Prisma } from '../db/client';
import { DAY_MS, floorHour, shift } from '../time';

export type GoalFigures = {
  id: string;
  source: 'segment' | 'google-analytics' | 'native';
  type: 'track' | 'page_view' | 'click';
  name: string;
  displayName: string | null;
  isMain: boolean;
  isVisible: boolean;
  archivedAt: Date | null;
  firstSeenAt: Date | null;
  lastSeenAt: Date | null;
  events24h: number;
  events60d: number;
  /** Of the asked range. */
  events: number;
};

type Asked = {
  now: Date;
  /** Days in the workspace's zone, or instants that lie in them; both included. */
  from?: string;
  to?: string;
  /** Only this goal. */
  goalId?: string;
};

const DAYS = 60;

/** In no particular order. */
export async function readGoals(db: Db, workspaceId: string, { now, from, to, goalId }: Asked): Promise<GoalFigures[]> {
  const sinceHour = shift(floorHour(now), -DAY_MS);
  const sinceInstant = shift(now, -DAYS * DAY_MS);
  const ofGoal = goalId === undefined ? Prisma.empty : Prisma.sql`AND g.id = ${goalId}::uuid`;
  // Goal by goal along the roll-ups' primary keys, whatever the planner thinks of them: no more is read than the rows of
  // the days and hours that matter.
  return await db.$queryRaw<GoalFigures[]>(Prisma.sql`
    WITH range AS MATERIALIZED (
      SELECT ${dayOf(sinceInstant.toISOString())} AS since,
             ${from === undefined ? dayOf(sinceInstant.toISOString()) : dayOf(from)} AS first,
             ${to === undefined ? Prisma.sql`'infinity'::date` : dayOf(to)} AS last
      FROM workspaces WHERE id = ${workspaceId}::uuid
    )
    SELECT g.id, g.source, g.type, g.name, g.display_name AS "displayName", g.is_main AS "isMain",
           g.is_visible AS "isVisible", g.archived_at AS "archivedAt", g.first_seen_at AS "firstSeenAt",
           g.last_seen_at AS "lastSeenAt",
           coalesce(h.events, 0)::float8 AS "events24h",
           coalesce(d.lately, 0)::float8 AS "events60d",
           coalesce(d.in_range, 0)::float8 AS events
    FROM range CROSS JOIN goals g
    CROSS JOIN LATERAL (
      SELECT sum(events) AS events FROM goal_hours
      WHERE workspace_id = ${workspaceId}::uuid AND goal_id = g.id AND hour >= ${sinceHour}
    ) h
    CROSS JOIN LATERAL (
      SELECT sum(events) FILTER (WHERE day >= since) AS lately,
             sum(events) FILTER (WHERE day BETWEEN first AND last) AS in_range
      FROM goal_days
      WHERE workspace_id = ${workspaceId}::uuid AND goal_id = g.id AND day >= least(since, first)
    ) d
    WHERE g.workspace_id = ${workspaceId}::uuid ${ofGoal}`);
}

/** A day as it is; of an instant the day in the workspace's zone. */
function dayOf(text: string): Prisma.Sql {
  const isDay = text.length === 'YYYY-MM-DD'.length;
  return isDay ? Prisma.sql`${text}::date` : Prisma.sql`(${text}::timestamptz AT TIME ZONE time_zone)::date`;
}
