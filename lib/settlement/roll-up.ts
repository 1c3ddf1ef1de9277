/**
 * Tallies into counters. Sums do not depend on order, so any batches of the same messages give the same counters; what is
 * erased is taken back with the same sums below zero.
 */
import { Prisma, type Tx } from '../db/client';
import { goalRule } from '../goals/counts';
import { type DiscoveredGoals, goalOf } from '../goals/discover';
import { HOUR_MS } from '../time';
import type { Tally } from './tally';

/** Hours are kept for this long; older ones are in goal_days alone. Events of the last 24 h need no more than 25. */
export const HOURS_KEPT = 48;

type GoalHour = { goal_id: string; hour: number; events: number };
type GoalDay = { goal_id: string; day: string; events: number };
type IntegrationHour = { kind: string; hour: number; events: number };
type GoalSeen = { goal_id: string; first: number; last: number };

/** The first hour that is kept at `now`, in hours since 1970. */
export function firstHourKept(now: Date): number {
  return Math.floor(now.getTime() / HOUR_MS) - HOURS_KEPT;
}

/** Adds what the tallies hold to the counters of their goals, or takes it back (`sign` -1). The caller has the turn. */
export async function rollUpGoals(
  tx: Tx,
  workspaceId: string,
  { tallies, goals, now, sign = 1 }: { tallies: Tally[]; goals: DiscoveredGoals; now: Date; sign?: 1 | -1 },
): Promise<void> {
  const hours = new Map<string, GoalHour>();
  const days = new Map<string, GoalDay>();
  const seen = new Map<string, GoalSeen>();
  for (const tally of tallies) {
    const goal_id = goalOf(goals, tally);
    if (goal_id === undefined || goalRule(tally.reason) === 'ignored') continue;
    const { hour, day, firstAt, lastAt } = tally;
    const events = sign * tally.events;
    if (hour >= firstHourKept(now)) add(hours, `${goal_id} ${hour}`, { goal_id, hour, events });
    add(days, `${goal_id} ${day}`, { goal_id, day, events });
    widen(seen, { goal_id, first: firstAt.getTime(), last: lastAt.getTime() });
  }
  await addGoalHours(tx, workspaceId, [...hours.values()]);
  await addGoalDays(tx, workspaceId, [...days.values()]);
  if (sign === 1) await widenSeen(tx, workspaceId, [...seen.values()]);
}

/** The same for integrations: every message counts, whatever excludes it. */
export async function rollUpIntegrations(
  tx: Tx,
  workspaceId: string,
  { tallies, now, sign = 1 }: { tallies: Tally[]; now: Date; sign?: 1 | -1 },
): Promise<void> {
  const hours = new Map<string, IntegrationHour>();
  for (const { source: kind, hour, events } of tallies) {
    if (hour >= firstHourKept(now)) add(hours, `${kind} ${hour}`, { kind, hour, events: sign * events });
  }
  if (hours.size === 0) return;
  // By primary key.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO integration_hours (workspace_id, kind, hour, events)
    SELECT ${workspaceId}::uuid, kind, to_timestamp(hour * 3600.0), events
    FROM jsonb_to_recordset(${JSON.stringify([...hours.values()])}::jsonb) AS r(kind text, hour int, events bigint)
    ON CONFLICT (workspace_id, kind, hour) DO UPDATE SET events = integration_hours.events + excluded.events`);
}

/** Hours that no figure needs any more. By primary key: few rows a workspace. */
export async function pruneHours(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  const before = new Date(firstHourKept(now) * HOUR_MS);
  await tx.goalHour.deleteMany({ where: { workspaceId, hour: { lt: before } } });
  await tx.integrationHour.deleteMany({ where: { workspaceId, hour: { lt: before } } });
}

async function addGoalHours(tx: Tx, workspaceId: string, rows: GoalHour[]): Promise<void> {
  if (rows.length === 0) return;
  // By primary key.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO goal_hours (workspace_id, goal_id, hour, events)
    SELECT ${workspaceId}::uuid, goal_id, to_timestamp(hour * 3600.0), events
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(goal_id uuid, hour int, events bigint)
    ON CONFLICT (workspace_id, goal_id, hour) DO UPDATE SET events = goal_hours.events + excluded.events`);
}

async function addGoalDays(tx: Tx, workspaceId: string, rows: GoalDay[]): Promise<void> {
  if (rows.length === 0) return;
  // By primary key.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO goal_days (workspace_id, goal_id, day, events)
    SELECT ${workspaceId}::uuid, goal_id, day, events
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(goal_id uuid, day date, events bigint)
    ON CONFLICT (workspace_id, goal_id, day) DO UPDATE SET events = goal_days.events + excluded.events`);
}

async function widenSeen(tx: Tx, workspaceId: string, rows: GoalSeen[]): Promise<void> {
  if (rows.length === 0) return;
  // least and greatest pass over null, the state of a goal that was never seen. By primary key.
  await tx.$executeRaw(Prisma.sql`
    UPDATE goals g
    SET first_seen_at = least(g.first_seen_at, to_timestamp(r.first / 1000.0)),
        last_seen_at = greatest(g.last_seen_at, to_timestamp(r.last / 1000.0))
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(goal_id uuid, first bigint, last bigint)
    WHERE g.workspace_id = ${workspaceId}::uuid AND g.id = r.goal_id`);
}

function add<Row extends { events: number }>(rows: Map<string, Row>, key: string, row: Row): void {
  const known = rows.get(key);
  if (known) known.events += row.events;
  else rows.set(key, row);
}

function widen(rows: Map<string, GoalSeen>, row: GoalSeen): void {
  const known = rows.get(row.goal_id);
  if (!known) rows.set(row.goal_id, row);
  else Object.assign(known, { first: Math.min(known.first, row.first), last: Math.max(known.last, row.last) });
}
