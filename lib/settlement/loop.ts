/**
 * Settles whatever waits, as long as the process lives. It does not act on each flush but at its own pace: a flush only
 * wakes it, and what has gathered since the last pass goes into one batch.
 *
 *   flush      | | |  |          |                      |
 *   pass       [==]      [==]      [=]                    [=]
 *              <- PACE ->          when woken              ... and without being woken, after POLL
 *
 * Several instances may run it: a workspace that another one is at is passed over. A workspace whose batch fails waits
 * longer and longer, and the others go on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DbClient } from '../db/client';
import { log } from '../log';
import { processWide } from '../process-wide';
import { settleWorkspace } from './settle';
import { listWaiting } from './waiting';

const PACE_MS = 200;
const POLL_MS = 500;
const BACK_OFF_MS = 500;
const BACK_OFF_MAX_MS = 5_000;

type Loop = { wake: () => void; stop: () => Promise<void> };
type Failure = { count: number; until: number };

const running = () => processWide<{ loop: Loop | null }>('settle loop', () => ({ loop: null }));

/** Starts the loop of this process; a second call changes nothing. */
export function startSettleLoop(db: DbClient): void {
  running().loop ??= run(db);
}

/** Resolves when the running step has ended; nothing is settled afterwards. */
export async function stopSettleLoop(): Promise<void> {
  const { loop } = running();
  running().loop = null;
  await loop?.stop();
}

/** There is something to settle. Costs nothing, and does nothing when the loop is not running. */
export function wakeSettleLoop(): void {
  running().loop?.wake();
}

function run(db: DbClient): Loop {
  const stopping = new AbortController();
  let wake = () => {};
  const finished = (async () => {
    const failures = new Map<string, Failure>();
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const hasMore = await pass(db, failures, stopping.signal);
      if (hasMore) continue;
      await rest(PACE_MS, stopping.signal);
      await Promise.race([woken, rest(POLL_MS - PACE_MS, stopping.signal)]);
    }
  })();
  return {
    wake: () => wake(),
    stop() {
      stopping.abort();
      return finished;
    },
  };
}

/** One batch of every workspace that waits. Answers whether there is more at once. */
async function pass(db: DbClient, failures: Map<string, Failure>, stopping: AbortSignal): Promise<boolean> {
  let hasMore = false;
  const waiting = await attempt(failures, 'all workspaces', () => listWaiting(db));
  for (const workspaceId of waiting ?? []) {
    if (stopping.aborted) return false;
    const settled = await attempt(failures, workspaceId, () => settleWorkspace(db, workspaceId, new Date()));
    if (settled?.hasMore) hasMore = true;
  }
  return hasMore;
}

/** The answer of `work`, or undefined when it failed or failed so lately that it is not tried yet. */
async function attempt<T>(
  failures: Map<string, Failure>,
  name: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const failure = failures.get(name);
  if (failure && Date.now() < failure.until) return undefined;
  try {
    const answer = await work();
    if (failures.delete(name)) log().info({ workspace: name }, 'settling works again');
    return answer;
  } catch (error) {
    const count = (failure?.count ?? 0) + 1;
    const waitMs = Math.min(BACK_OFF_MS * 2 ** (count - 1), BACK_OFF_MAX_MS);
    failures.set(name, { count, until: Date.now() + waitMs });
    log().error({ workspace: name, waitMs, ...faultOf(error) }, 'settling failed and is tried again');
    return undefined;
  }
}

/** The kind of failure and its codes. Not the database's text, which may quote a value of a message. */
function faultOf(error: unknown): { error: string; code: string } {
  const parts = error as { name?: unknown; code?: unknown; meta?: { driverAdapterError?: { cause?: unknown } } };
  const cause = parts.meta?.driverAdapterError?.cause as { originalCode?: unknown; kind?: unknown } | undefined;
  return { error: String(parts.name), code: [parts.code, cause?.kind, cause?.originalCode].filter(Boolean).join(' ') };
}

/** Like sleep, but over at once when stopping. */
async function rest(ms: number, stopping: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
}
