/** Messages summed up: as many rows as there are names, hours and reasons in them, whatever the number of messages. */
import { Prisma, type Tx } from '../db/client';
import type { ExcludedReason, MessageType } from '../event';

export type Tally = {
  /** Kind of the integration. */
  source: string;
  type: MessageType;
  name: string | null;
  reason: ExcludedReason | null;
  /** The messages are of somebody who was forgotten before they were settled. */
  isErased: boolean;
  /** UTC hour of event time, in hours since 1970. */
  hour: number;
  /** Day of event time in the workspace's zone. */
  day: string;
  /** Day of receipt in the workspace's zone. */
  receivedDay: string;
  events: number;
  /** How many of them carry the flag "late". */
  late: number;
  /** Earliest and latest event time. */
  firstAt: Date;
  lastAt: Date;
  /** Of the messages that something is to be done with, erased ones and those of type delete; else empty. */
  keys: string[];
};

/** `withMessages` defines `m` in a WITH clause: rows of messages, and `is_erased`. It may delete what it yields. */
export async function tally(tx: Tx, workspaceId: string, withMessages: Prisma.Sql): Promise<Tally[]> {
  // Hours by arithmetic, because date_trunc would truncate in the session's zone, and not all zones have whole hours.
  return await tx.$queryRaw<Tally[]>(Prisma.sql`
    WITH zone AS (SELECT time_zone FROM workspaces WHERE id = ${workspaceId}::uuid), ${withMessages}
    SELECT source, type, name, excluded_reason AS reason, is_erased AS "isErased",
           floor(extract(epoch FROM occurred_at) / 3600)::int AS hour,
           (occurred_at AT TIME ZONE (SELECT time_zone FROM zone))::date::text AS day,
           (received_at AT TIME ZONE (SELECT time_zone FROM zone))::date::text AS "receivedDay",
           count(*)::int AS events,
           (count(*) FILTER (WHERE 'late' = ANY (flags)))::int AS late,
           min(occurred_at) AS "firstAt",
           max(occurred_at) AS "lastAt",
           coalesce(array_agg(key) FILTER (WHERE is_erased OR type = 'delete'), '{}') AS keys
    FROM m
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`);
}
