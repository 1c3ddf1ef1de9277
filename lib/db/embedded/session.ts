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
import { ROLE, readPassword } from './cluster';
import { explain } from './explain';
import type { Place } from './place';
import {
  dropLockFile,
  findPostmaster,
  freePort,
  launch,
  logSize,
  type Postmaster,
  readLog,
  type Settings,
} from './postmaster';

const IN_USE = 7_305_001;
const SERVER = 7_305_002;
const PATIENCE_MS = 5 * 60_000; // crash recovery of a full WAL on a slow disk
const LAUNCHES_MAX = 5;

export type Session = { client: pg.Client; postmaster: Postmaster; url: string };

/** Connects to the database of `place`, starting it when it does not run. Throws StartError when it cannot. */
export async function openSession(place: Place, settings: Settings, preferredPort?: number): Promise<Session> {
  const password = await readPassword(place);
  const starter = createStarter(place, settings, preferredPort);
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(15)) {
    const postmaster = await findPostmaster(place);
    if (!postmaster) {
      await starter.ensureLaunched();
      continue;
    }
    const url = `postgresql://${ROLE}:${password}@127.0.0.1:${postmaster.port}/postgres`;
    const client = await tryConnect(url);
    if (!client) continue;
    if (await join(client, place)) return { client, postmaster, url };
    await client.end();
  }
  throw explain(
    'The built-in database did not become ready in five minutes',
    await starter.lastWords(),
    place.clusterDir,
  );
}

/** Launches PostgreSQL, again where that may help: the port taken in between, or a dead one's memory still held. */
function createStarter(place: Place, settings: Settings, preferredPort: number | undefined) {
  let launches = 0;
  let current: { hasEnded(): boolean } | undefined;
  let logStart = 0;
  const lastWords = () => readLog(place, logStart);
  return {
    lastWords,
    async ensureLaunched(): Promise<void> {
      if (current && !current.hasEnded()) return;
      const words = current ? await lastWords() : '';
      const mayPass =
        words === '' || /already in use|still in use|lock file .* already exists|shutting down/i.test(words);
      if (launches >= LAUNCHES_MAX || !mayPass) {
        throw explain('The built-in database did not start', words, place.clusterDir);
      }
      await sleep(launches * 200);
      const isPortTaken = /address already in use/i.test(words);
      const port = preferredPort && !isPortTaken ? preferredPort : await freePort();
      logStart = await logSize(place);
      launches += 1;
      current = await launch(place, port, settings);
    },
  };
}

/** Undefined while PostgreSQL starts, recovers or stops. */
async function tryConnect(url: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'abmatic' });
  client.on('error', () => undefined); // an end is told by 'end' as well
  try {
    await client.connect();
    return client;
  } catch {
    await client.end().catch(() => undefined);
    return undefined;
  }
}

/** False when this PostgreSQL is about to stop, or serves another folder whose lock file was copied into ours. */
async function join(client: pg.Client, place: Place): Promise<boolean> {
  const { rows } = await client.query<{ folder: string; joined: boolean }>(
    `SELECT current_setting('data_directory') AS folder, pg_try_advisory_lock_shared($1) AS joined`,
    [IN_USE],
  );
  const [answer] = rows;
  if (!answer?.joined) return false;
  const [theirs, ours] = await Promise.all([stat(answer.folder).catch(() => undefined), stat(place.dataDir)]);
  if (theirs?.ino === ours.ino && theirs.dev === ours.dev) return true;
  await dropLockFile(place);
  return false;
}

/** Whether this process was the last that used the database. Nobody joins afterwards. */
export async function leave(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ last: boolean }>(
    'SELECT pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) AS last',
    [IN_USE],
  );
  return rows[0]?.last ?? false;
}

/** Becomes the server of this data folder. False when another process is. */
export async function tryServe(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [SERVER]);
  return rows[0]?.got ?? false;
}

export function cannotServe(address: string | undefined): StartError {
  const where = address ? ` at ${address}` : '';
  return new StartError(
    `The application already runs on this data folder${where}. Use that one, stop it first, ` +
      'or start this one with another DATA_DIR and PORT.',
  );
}
