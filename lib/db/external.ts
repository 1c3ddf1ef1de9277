/** The PostgreSQL of DATABASE_URL: whether it answers, and whether it is new enough. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { log } from '../log';
import { StartError } from '../start-error';
import { isPassing } from './passing';

const PATIENCE_MS = 30_000;
const OLDEST_MAJOR = 15;

/** Waits for half a minute until the database answers. Throws StartError, which names host and database, never the password. */
export async function awaitExternal(connectionString: string, patienceMs = PATIENCE_MS): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(500)) {
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: 5_000,
      application_name: 'abmatic start',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await checkVersion(client);
    } catch (error) {
      if (error instanceof StartError) throw error;
      if (!isPassing(error) || Date.now() > deadline) throw cannotConnect(client, error);
      log().info('waiting for the database of DATABASE_URL');
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; text: string }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_version') AS text`,
  );
  const [found] = rows;
  if (found && found.version >= OLDEST_MAJOR) return;
  throw new StartError(
    `The database of DATABASE_URL is PostgreSQL ${found?.text}; ${OLDEST_MAJOR} or newer is needed. ` +
      'Without DATABASE_URL the application brings its own.',
  );
}

function cannotConnect({ host, port, database }: pg.Client, error: unknown): StartError {
  const said = error instanceof Error && error.message ? error.message : String((error as { code?: unknown }).code);
  return new StartError(
    `The database "${database}" at ${host}:${port} (DATABASE_URL) cannot be used: ${said}. ` +
      'Check the address, that the server runs, and that user and database exist.',
  );
}
