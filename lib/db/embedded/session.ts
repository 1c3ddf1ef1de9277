/**
 * The connection by which a process takes part in the built-in database. Its advisory locks say who is there, and vanish
 * with the process, however it ends:
 *
 *     IN_USE   shared by every process that uses the database; whoever leaves last gets it exclusively, and stops it
 *     SERVER   held by the one server of this data folder
 *
 * The connection ends when PostgreSQL does, which is how its death is noticed, whichever process started it.
 */
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../../start-error';
import { isPassing } from '../passing';
import { ROLE, readPassword } from './cluster';
import { explain } from './explain';
import { hasCode } from './files';
import type { Place } from './place';
import { dropLockFile, findPostmaster, type Settings } from './postmaster';
import { createStarter } from './starter';

const IN_USE = 7_305_001;
const SERVER = 7_305_002;
const PATIENCE_MS = 5 * 60_000; // crash recovery of a full WAL on a slow disk
const POLL_MS = 15;

export type Session = { client: pg.Client; port: number; url: string; ended: Promise<void> };
export type SessionOptions = { settings?: Settings; port?: number; signal?: AbortSignal };

/** Connects to the database of `place`, starting it when it does not run. Throws StartError when it cannot. */
export async function openSession(place: Place, options: SessionOptions = {}): Promise<Session> {
  const password = await readPassword(place);
  const starter = createStarter(place, options);
  try {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(POLL_MS)) {
      options.signal?.throwIfAborted();
      const postmaster = await findPostmaster(place);
      if (!postmaster) await starter.ensureLaunched();
      const session = postmaster?.isReady && (await join(place, password, postmaster.port));
      if (session) return session;
    }
    throw explain('The built-in database did not become ready in five minutes', await starter.lastWords(), place);
  } catch (error) {
    await starter.stopWhatItLaunched();
    throw error;
  }
}

/**
 * Undefined while PostgreSQL starts, recovers or stops, and when it serves another folder, whose lock file was copied into
 * ours together with its data.
 */
async function join(place: Place, password: string, port: number): Promise<Session | undefined> {
  const url = `postgresql://${ROLE}:${password}@127.0.0.1:${port}/postgres`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'abmatic' });
  client.on('error', () => undefined); // 'end' tells it as well
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  try {
    await client.connect();
    if (await tryJoin(client, place)) return { client, port, url, ended };
  } catch (error) {
    if (hasCode(error, '28P01')) throw wrongPassword(place);
    if (!isPassing(error)) throw explain('The built-in database does not open', String(error), place);
  }
  await client.end().catch(() => undefined);
  return undefined;
}

async function tryJoin(client: pg.Client, place: Place): Promise<boolean> {
  const { rows } = await client.query<{ folder: string; isJoined: boolean }>(
    `SELECT current_setting('data_directory') AS folder, pg_try_advisory_lock_shared($1) AS "isJoined"`,
    [IN_USE],
  );
  if (!rows[0]?.isJoined) return false;
  if (await isSameFolder(rows[0].folder, place.dataDir)) return true;
  await dropLockFile(place);
  return false;
}

function wrongPassword({ clusterDir }: Place): StartError {
  return new StartError(
    `The file "password" in ${clusterDir} is not that of the database beside it. Restore both from one backup.`,
  );
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((folder) => stat(folder).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

/** Whether this process was the last that used the database. Nobody joins afterwards. */
export async function leave(client: pg.Client): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE]);
  return tryLock(client, IN_USE);
}

/** Becomes the server of this data folder. False when another process is. */
export function tryServe(client: pg.Client): Promise<boolean> {
  return tryLock(client, SERVER);
}

async function tryLock(client: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [lock]);
  return rows[0]?.locked ?? false;
}
