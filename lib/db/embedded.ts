/**
 * The PostgreSQL that the application brings along, for when DATABASE_URL is not set. Nothing else knows about it.
 *
 * It is created once in the data folder, runs as a process of its own, and is kept running: killed, it is brought back
 * and recovers; where it outlived a killed application, the next start takes it over. Several processes may use it at
 * once (a server, and commands beside it); the last one to leave stops it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../log';
import { ensureCluster } from './embedded/cluster';
import { noteServer, prepareDataDir, runningServer } from './embedded/data-folder';
import { findPlace, type Place } from './embedded/place';
import { boundLog, findPostmaster, type Settings, stopPostmaster } from './embedded/postmaster';
import { cannotServe, leave, openSession, type Session, tryServe } from './embedded/session';

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
  /** Leaves the database, and stops it unless another process uses it. */
  stop(): Promise<void>;
};

const BACK_OFF_MS = [0, 200, 1_000, 5_000, 10_000];
const LOG_CHECK_MS = 10 * 60_000;

/** Resolves when the database takes connections. Throws StartError with a sentence for the user. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = await prepareDataDir(options.dataDir);
  const place = await findPlace(dataDir);
  await ensureCluster(place);
  const session = await openSession(place, options.settings ?? {});
  try {
    if (options.serverAddress !== undefined) await serve(session, dataDir, options.serverAddress);
  } catch (error) {
    await close(session, place);
    throw error;
  }
  const supervisor = supervise(place, session, options);
  return { url: session.url, stop: supervisor.stop };
}

/** A killed server's lock goes with its connection, a moment after the process. */
async function serve(session: Session, dataDir: string, address: string): Promise<void> {
  for (let attempt = 0; !(await tryServe(session.client)); attempt += 1) {
    const running = await runningServer(dataDir);
    if (running || attempt >= 100) throw cannotServe(running);
    await sleep(50);
  }
  await noteServer(dataDir, address);
}

/** Brings PostgreSQL back whenever the session ends before stop(). */
function supervise(place: Place, first: Session, { serverAddress, settings = {} }: EmbeddedOptions) {
  let session = first;
  let isStopping = false;
  let recovering: Promise<void> | undefined;
  const timer = setInterval(() => void boundLog(place).catch(() => undefined), LOG_CHECK_MS).unref();

  const watch = () => {
    session.client.once('end', () => {
      if (!isStopping) recovering = recover();
    });
  };
  const recover = async () => {
    for (let attempt = 0; !isStopping; attempt += 1) {
      await sleep(BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)]);
      log().warn({ attempt }, 'PostgreSQL went away; bringing it back');
      try {
        session = await openSession(place, settings, first.postmaster.port);
        if (serverAddress !== undefined) await tryServe(session.client);
        log().info('PostgreSQL is back');
        watch();
        return;
      } catch (error) {
        log().error({ err: error }, 'PostgreSQL could not be brought back');
      }
    }
  };
  watch();

  return {
    async stop(): Promise<void> {
      if (isStopping) return;
      isStopping = true;
      clearInterval(timer);
      await recovering;
      await close(session, place);
    },
  };
}

async function close({ client, postmaster }: Session, place: Place): Promise<void> {
  const isLast = await leave(client).catch(() => true); // no connection: it has died or is dying, and nobody is there
  if (isLast) {
    const running = (await findPostmaster(place)) ?? postmaster;
    if (!(await stopPostmaster(running)))
      log().warn('PostgreSQL is still writing its files, and will stop when it is done');
  }
  await client.end().catch(() => undefined);
}
