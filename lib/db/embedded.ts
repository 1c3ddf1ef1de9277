/**
 * The PostgreSQL that the application brings along, for when DATABASE_URL is not set. Nothing else knows about it.
 *
 * It is created once in the data folder, runs as a process of its own, and is kept running: killed, it is brought back
 * and recovers; where it outlived a killed application, the next start takes it over. Several processes may use it at
 * once (a server, and commands beside it); the last one to leave stops it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../log';
import { StartError } from '../start-error';
import { ensureCluster } from './embedded/cluster';
import { noteServer, prepareDataDir, runningServer } from './embedded/data-folder';
import { findPlace, isElsewhere, type Place } from './embedded/place';
import { findPostmaster, type Settings, stopPostmaster } from './embedded/postmaster';
import { boundLog } from './embedded/server-log';
import { leave, openSession, type Session, tryServe } from './embedded/session';

export type EmbeddedOptions = {
  /** Absolute. */
  dataDir: string;
  /** The address under which this server is reached; undefined for a command, of which many may run at once. */
  serverAddress?: string | undefined;
  /** PostgreSQL settings beside our own. Tests that need no durability switch fsync off. */
  settings?: Settings;
};

export type EmbeddedDatabase = {
  /** For any PostgreSQL client. Holds the password. Stays the same while this process runs. */
  url: string;
  /** Leaves the database, and stops it unless another process uses it. A second call changes nothing. */
  stop(): Promise<void>;
};

const BACK_OFF_MS = [0, 200, 1_000, 5_000, 10_000];
const LIVED_MS = 60_000;
const LOG_CHECK_MS = 10 * 60_000;

/** Resolves when the database takes connections. Throws StartError with a sentence for the user. */
export async function startEmbedded({ dataDir, serverAddress, settings }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = await prepareDataDir(dataDir);
  const place = await findPlace(folder);
  await ensureCluster(place);
  const session = await openSession(place, { settings });
  if (serverAddress === undefined) return supervise(place, session, { settings, onBack: async () => undefined });
  try {
    await serve(session, folder, serverAddress);
  } catch (error) {
    await close(session, place);
    throw error;
  }
  if (isElsewhere(place)) log().info({ folder: place.clusterDir }, 'the database is kept outside of the data folder');
  return supervise(place, session, { settings, onBack: serveAgain });
}

/** A killed server's lock goes with its connection, a moment after the process. */
async function serve(session: Session, dataDir: string, address: string): Promise<void> {
  for (let attempt = 0; !(await tryServe(session.client)); attempt += 1) {
    const running = await runningServer(dataDir);
    if (running || attempt >= 100) {
      throw new StartError(
        `The application already runs on the data folder ${dataDir}${running ? `, at ${running}` : ''}. Use that one, ` +
          'stop it first, or start this one with another DATA_DIR and PORT.',
      );
    }
    await sleep(50);
  }
  await noteServer(dataDir, address);
}

async function serveAgain(session: Session): Promise<void> {
  if (await tryServe(session.client)) return;
  log().error('another copy of the application was started on this data folder while the database was away');
}

type Supervision = { settings: Settings | undefined; onBack: (session: Session) => Promise<void> };

/** Brings PostgreSQL back whenever the session ends before stop(). */
function supervise(place: Place, first: Session, { settings, onBack }: Supervision): EmbeddedDatabase {
  const stopping = new AbortController();
  const { port, url } = first;
  let session = first;
  let recovery: Promise<void> | undefined;
  let failures = 0;
  const timer = setInterval(() => void boundLog(place).catch(() => undefined), LOG_CHECK_MS).unref();

  const recover = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      log().warn({ failures }, 'the database went away and is brought back');
      await sleep(BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)]);
      failures += 1;
      try {
        session = await openSession(place, { settings, port, signal: stopping.signal });
        await onBack(session);
        log().info('the database is back');
        return watch();
      } catch (error) {
        if (!stopping.signal.aborted)
          log().error(
            { reason: error instanceof Error ? error.message : String(error) },
            'the database could not be brought back',
          );
      }
    }
  };
  const watch = (): void => {
    const since = Date.now();
    void session.ended.then(() => {
      if (Date.now() - since > LIVED_MS) failures = 0;
      if (!stopping.signal.aborted) recovery = recover();
    });
  };
  watch();

  const stop = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    clearInterval(timer);
    await recovery;
    await close(session, place);
  };
  return { url, stop };
}

async function close({ client }: Session, place: Place): Promise<void> {
  const isLast = await leave(client).catch(() => true); // without a connection, it has died or is about to
  const running = isLast ? await findPostmaster(place) : undefined;
  if (running && !(await stopPostmaster(running)))
    log().warn('the database is still writing, and ends when it is done');
  await client.end().catch(() => undefined);
}
