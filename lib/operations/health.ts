/** Whether this process can take events now. */
import { isReady } from '../boot';
import { db } from '../db/client';
import { ingestQueue } from '../messages/ingest';
import { settleLag } from '../settlement/waiting';

export type Health = {
  /** Why no events can be taken, in sentences; none when they can. */
  reasons: string[];
  /** How long the oldest unsettled message has been waiting; null when the database does not tell. Delays figures only. */
  settleLagSeconds: number | null;
  queue: { requests: number; bytes: number };
};

const PATIENCE_MS = 2_000;

/** Never rejects, and answers within about two seconds. */
export async function checkHealth(now: Date): Promise<Health> {
  const queue = { requests: 0, bytes: 0 };
  if (!isReady()) return { reasons: ['The application is starting or stopping.'], settleLagSeconds: null, queue };
  const { requests, bytes, bytesMax } = ingestQueue().depth();
  const settleLagMs = await inTime(settleLag(db(), now));
  const reasons: string[] = [];
  if (settleLagMs === null) reasons.push('The database does not answer.');
  if (bytes >= bytesMax) reasons.push('The queue of messages that wait to be stored is full.');
  const settleLagSeconds = settleLagMs === null ? null : settleLagMs / 1_000;
  return { reasons, settleLagSeconds, queue: { requests, bytes } };
}

/** Null for a failure and for an answer that takes too long. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
  });
  return Promise.race([work.catch(() => null), tooLate]).finally(() => clearTimeout(timer));
}
