/** PostgreSQL's log, kept to two files of a limited size. */
import { copyFile, open, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { Place } from './place';

const LIMIT_BYTES = 5_000_000;
const LAST_WORDS_BYTES = 4_000;

const logFile = (place: Place) => path.join(place.clusterDir, 'log');

/** Opens it for PostgreSQL, as a file of the user that PostgreSQL runs as. The caller closes it. */
export async function openLog(place: Place) {
  const log = await open(logFile(place), 'a', 0o600);
  if (place.user) await log.chown(place.user.uid, place.user.gid);
  return log;
}

export async function logSize(place: Place): Promise<number> {
  return (await stat(logFile(place)).catch(() => ({ size: 0 }))).size;
}

/** What was written from byte `start` on; the end of it, when it is long. */
export async function readLog(place: Place, start: number): Promise<string> {
  const size = await logSize(place);
  const from = Math.max(start, size - LAST_WORDS_BYTES);
  const buffer = Buffer.alloc(Math.max(0, size - from));
  const log = await open(logFile(place), 'r').catch(() => undefined);
  await log?.read(buffer, 0, buffer.length, from).finally(() => log.close());
  return buffer.toString('utf8');
}

/** PostgreSQL appends, so that the file can be cut under it. */
export async function boundLog(place: Place): Promise<void> {
  if ((await logSize(place)) <= LIMIT_BYTES) return;
  await copyFile(logFile(place), `${logFile(place)}.1`);
  await truncate(logFile(place));
}
