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
import { findPlace, isElsewhere } from './embedded/place';
import type { Settings } from './embedded/postmaster';
import { openSession, type Session, tryServe } from './embedded/session';
import { close, type EmbeddedDatabase, supervise } from './embedded/supervise';

export type EmbeddedOptions = {
  /** Absolute. */
  dataDir: string;
  /** The address under which this server is reached; undefined for a command, of which many may run at once. */
  serverAddress?: string | undefined;
  /** PostgreSQL settings beside our own. Tests that need no durability switch fsync off. */
  settings?: Settings;
};

/** Resolves when the database takes connections. Throws StartError with a sentence for the user. */
export async function startEmbedded({ dataDir, serverAddress, settings }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = await prepareDataDir(dataDir);
  const place = await findPlace(folder);
  await ensureCluster(place);
  const session = await openSession(place, { settings });
  if (serverAddress === undefined) return supervise(place, session, { settings });
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
