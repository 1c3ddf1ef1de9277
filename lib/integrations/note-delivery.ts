/**
 * When an integration last heard from its other side. The first delivery is noted at once, because it changes the
 * integration's status; later ones are gathered and written once a second.
 */
import { type Db, db } from '../db/client';
import { unavailable } from '../errors';
import { log } from '../log';
import { processWide } from '../process-wide';
import { forgetWorkspaceKeys, type KeyFacts } from './key-cache';

const WRITE_EVERY_MS = 1_000;

type Gathered = { lastDeliveries: Map<string, number>; timer: NodeJS.Timeout | undefined };
const gathered = () => processWide<Gathered>('deliveries', () => ({ lastDeliveries: new Map(), timer: undefined }));

/** An authenticated delivery of Segment's, at `now` (ms). Throws "unavailable" when a first one cannot be written. */
export async function noteDelivery({ workspaceId, hasDelivered }: KeyFacts, now: number): Promise<void> {
  if (!hasDelivered) {
    await writeDelivery(db(), workspaceId, now).catch((cause) => {
      throw unavailable('The database is away. Send it again.', cause);
    });
    forgetWorkspaceKeys(workspaceId);
    return;
  }
  const state = gathered();
  state.lastDeliveries.set(workspaceId, now);
  state.timer ??= setTimeout(() => void writeGathered(), WRITE_EVERY_MS).unref();
}

/** Writes what is gathered; called by its timer and before the process stops. A failure loses no more than a time. */
export async function writeGathered(): Promise<void> {
  const state = gathered();
  clearTimeout(state.timer);
  state.timer = undefined;
  const deliveries = [...state.lastDeliveries];
  state.lastDeliveries.clear();
  for (const [workspaceId, at] of deliveries) {
    await writeDelivery(db(), workspaceId, at).catch((err) => log().warn({ err }, 'a last delivery was not written'));
  }
}

/** One statement, by primary key: never moves the last delivery back, whatever the order of two servers. */
async function writeDelivery(database: Db, workspaceId: string, at: number): Promise<void> {
  const seconds = at / 1000;
  await database.$executeRaw`
    UPDATE integrations
    SET first_delivery_at = least(coalesce(first_delivery_at, 'infinity'), to_timestamp(${seconds})),
        last_delivery_at = greatest(coalesce(last_delivery_at, '-infinity'), to_timestamp(${seconds}))
    WHERE workspace_id = ${workspaceId}::uuid AND kind = 'segment'`;
}
