/** The one statement that writes messages. */
import { type DbClient, poolOf } from '../db/client';
import { wakeSettleLoop } from '../settlement/loop';

/** `key` is null for a message that was rejected: it is counted, not stored. */
export type MessageRow = { key: string | null; json: string };

/**
 * Stores rows of one workspace. Guarantees, in one transaction: a key is stored at most once, however often it comes; every
 * stored message is queued for settling; every other row is counted by its fate, by day of receipt in the workspace's zone.
 * Rides on the primary keys of messages and tombstones. Keys are inserted in order, so that two servers that receive the
 * same messages at once wait for each other instead of deadlocking.
 */
export async function flushMessages(db: DbClient, workspaceId: string, rows: readonly MessageRow[]): Promise<void> {
  await poolOf(db).query({ name: 'flush messages', text: FLUSH, values: [workspaceId, asJsonArray(rows)] });
  wakeSettleLoop();
}

/** $1 the workspace, $2 the rows as a JSON array. Prepared once per connection. */
const FLUSH = `
  WITH incoming AS MATERIALIZED (
    SELECT k, i, s, t, n, to_timestamp(o / 1000.0) AS o, to_timestamp(r / 1000.0) AS r, a, u, w, p, j, l, x, f, again
    FROM jsonb_to_recordset($2::jsonb) AS row (
      k uuid, i text, s text, t text, n text, o bigint, r bigint, a uuid, u uuid,
      w text, p jsonb, j text, l text, x text, f text[], again boolean)
  ), erased AS MATERIALIZED (
    SELECT k FROM incoming
    WHERE t <> 'delete' AND EXISTS (
      SELECT FROM tombstones
      WHERE workspace_id = $1::uuid AND alias_hash = ANY (ARRAY[incoming.a, incoming.u]) AND incoming.o <= erased_at)
  ), stored AS (
    INSERT INTO messages (workspace_id, key, message_id, source, type, name, occurred_at, received_at,
                          anonymous_id, user_id, url, properties, project_id, library, excluded_reason, flags)
    SELECT $1::uuid, k, i, s, t, n, o, r, a, u, w, p, j, l, x, f
    FROM incoming
    WHERE k IS NOT NULL AND again IS NULL AND k NOT IN (SELECT k FROM erased)
    ORDER BY k
    ON CONFLICT (workspace_id, key) DO NOTHING
    RETURNING key, received_at
  ), queued AS (
    INSERT INTO unsettled_messages (workspace_id, received_at, key)
    SELECT $1::uuid, received_at, key FROM stored
  )
  INSERT INTO delivery_days (workspace_id, day, outcome, name, count)
  SELECT $1::uuid,
         (now() AT TIME ZONE (SELECT time_zone FROM workspaces WHERE id = $1::uuid))::date,
         CASE WHEN k IS NULL THEN 'rejected' WHEN k IN (SELECT k FROM erased) THEN 'suppressed' ELSE 'duplicate' END,
         coalesce(n, ''), count(*)
  FROM incoming
  WHERE k IS NULL OR again OR k NOT IN (SELECT key FROM stored)
  GROUP BY 3, 4
  ORDER BY 3, 4
  ON CONFLICT (workspace_id, day, outcome, name) DO UPDATE SET count = delivery_days.count + excluded.count`;

/** The second and later rows of one key are marked: they are duplicates within the flush. */
function asJsonArray(rows: readonly MessageRow[]): string {
  const seen = new Set<string>();
  const texts = rows.map(({ key, json }) => {
    if (key === null || !seen.has(key)) {
      if (key !== null) seen.add(key);
      return json;
    }
    return `{"again":true,${json.slice(1)}`;
  });
  return `[${texts.join(',')}]`;
}

/**
 * Whether a failure is the data's own (SQLSTATE class 22, data exception, or 23, constraint): trying again cannot help, but
 * trying the rows apart can.
 */
export function isDataFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^2[23]/.test(code);
}
