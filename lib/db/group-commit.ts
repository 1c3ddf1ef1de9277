/**
 * Many requests, one transaction. While as many flushes of a group are in flight as may be, its next batch gathers; no
 * timers, so an idle server answers in one round trip and a busy one commits hundreds of rows at once. With one at a time:
 *
 *   requests   a  b c d   e f g h
 *   flushes    [a][b c d  ][e f g h ]        each resolves its requests after its commit
 *
 * Groups (workspaces) are flushed apart, because a statement works on one workspace. The queue is bounded: what does not
 * fit, or waits too long, is refused as unavailable, and the sender tries again.
 */
import { AppError, unavailable } from '../errors';

export type GroupCommitOptions<Row> = {
  /** Writes the rows of one group durably, or throws and has written none of them. */
  flush: (group: string, rows: Row[]) => Promise<void>;
  /** Bytes that a row counts for. */
  sizeOf: (row: Row) => number;
  /** Whether the failure is the data's own, so that the rows should be tried apart. */
  isDataFault: (error: unknown) => boolean;
  rowsPerFlushMax: number;
  bytesQueuedMax: number;
  /** Over all groups; more would only wait for a connection. */
  flushesInFlightMax: number;
  /** Of one group: with two, one computes while the other waits for the disk. */
  flushesPerGroupMax: number;
  /** Longer than this from entering to commit is unavailable; the sender's own time-out is 5 s. */
  waitMsMax: number;
};

export type GroupCommit<Row> = {
  /** Resolves after the commit. Rejects with AppError "unavailable", or "bad_request" when the rows can't be stored. */
  add(group: string, rows: Row[]): Promise<void>;
  /** Resolves when nothing is queued or in flight. */
  drain(): Promise<void>;
  depth(): { requests: number; bytes: number; bytesMax: number };
};

const SWEEP_EVERY_MS = 250;

type Waiting<Row> = { rows: Row[]; bytes: number; settle: (error?: unknown) => void };

export function createGroupCommit<Row>(options: GroupCommitOptions<Row>): GroupCommit<Row> {
  const queues = new Map<string, Waiting<Row>[]>();
  const inFlight = new Map<string, number>();
  let flushes = 0;
  let bytesQueued = 0;
  let requestsQueued = 0;
  const idle: (() => void)[] = [];
  const waiting = new Set<{ since: number; giveUp: () => void }>();
  let sweeper: NodeJS.Timeout | undefined;

  function add(group: string, rows: Row[]): Promise<void> {
    const bytes = rows.reduce((sum, row) => sum + options.sizeOf(row), 0);
    if (bytesQueued > 0 && bytesQueued + bytes > options.bytesQueuedMax) return Promise.reject(behind());
    bytesQueued += bytes;
    requestsQueued += 1;
    return new Promise((resolve, reject) => {
      const patience = { since: performance.now(), giveUp: () => reject(behind()) };
      waiting.add(patience);
      sweeper ??= setInterval(sweep, SWEEP_EVERY_MS).unref();
      const settle = (error?: unknown) => {
        waiting.delete(patience);
        bytesQueued -= bytes;
        requestsQueued -= 1;
        if (error === undefined) resolve();
        else reject(error);
      };
      const queue = queues.get(group);
      if (queue) queue.push({ rows, bytes, settle });
      else queues.set(group, [{ rows, bytes, settle }]);
      startFlushes();
    });
  }

  /** One timer for all: the oldest come first. */
  function sweep(): void {
    for (const patience of waiting) {
      if (performance.now() - patience.since < options.waitMsMax) return;
      waiting.delete(patience);
      patience.giveUp();
    }
    clearInterval(sweeper);
    sweeper = undefined;
  }

  function startFlushes(): void {
    for (const group of queues.keys()) {
      if (flushes >= options.flushesInFlightMax) return;
      if ((inFlight.get(group) ?? 0) < options.flushesPerGroupMax) void flushNext(group);
    }
    if (requestsQueued === 0) for (const resolve of idle.splice(0)) resolve();
  }

  async function flushNext(group: string): Promise<void> {
    const batch = takeBatch(group);
    count(group, 1);
    await write(group, batch);
    count(group, -1);
    startFlushes();
  }

  function count(group: string, change: 1 | -1): void {
    flushes += change;
    const left = (inFlight.get(group) ?? 0) + change;
    if (left === 0) inFlight.delete(group);
    else inFlight.set(group, left);
  }

  /** Whole requests up to rowsPerFlushMax rows, but at least one. */
  function takeBatch(group: string): Waiting<Row>[] {
    const queue = queues.get(group) ?? [];
    let rows = 0;
    let count = 0;
    while (count < queue.length) {
      rows += queue[count]?.rows.length ?? 0;
      if (count > 0 && rows > options.rowsPerFlushMax) break;
      count += 1;
    }
    const batch = queue.splice(0, count);
    if (queue.length === 0) queues.delete(group);
    return batch;
  }

  async function write(group: string, batch: Waiting<Row>[]): Promise<void> {
    try {
      await options.flush(group, batch.length === 1 ? (batch[0]?.rows ?? []) : batch.flatMap(({ rows }) => rows));
      for (const { settle } of batch) settle();
    } catch (error) {
      if (!options.isDataFault(error)) for (const { settle } of batch) settle(away(error));
      else for (const request of batch) request.settle(await writeApart(group, request.rows));
    }
  }

  /**
   * A fault of the data is narrowed down by halves, so that one bad row is left out and no other. What to answer a request
   * that consists of `rows`: nothing when at least one of them was written.
   */
  async function writeApart(group: string, rows: Row[]): Promise<AppError | undefined> {
    try {
      await options.flush(group, rows);
      return undefined;
    } catch (error) {
      if (!options.isDataFault(error)) return away(error);
      if (rows.length === 1) return new AppError('bad_request', 'The message holds a value that cannot be stored');
      const half = rows.length >> 1;
      const first = await writeApart(group, rows.slice(0, half));
      const second = await writeApart(group, rows.slice(half));
      const retryable = [first, second].find((answer) => answer?.code === 'unavailable');
      return retryable ?? (first && second);
    }
  }

  return {
    add,
    drain: () => (requestsQueued === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    depth: () => ({ requests: requestsQueued, bytes: bytesQueued, bytesMax: options.bytesQueuedMax }),
  };
}

const behind = () => unavailable('Too much is waiting to be stored. Send it again.');
const away = (cause: unknown) => unavailable('The database is away. Send it again.', cause);
