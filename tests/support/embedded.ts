/** What the tests of the built-in database share. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { type EmbeddedOptions, startEmbedded } from '@/lib/db/embedded';
import type { EmbeddedDatabase } from '@/lib/db/embedded/supervise';

/** Stopped when the test is over. These tests kill processes, not machines, so nothing waits for the disk. */
export async function start(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ settings: { fsync: 'off' }, ...options });
  onTestFinished(database.stop);
  return database;
}

/** One statement over a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<Row>(statement).finally(() => client.end());
  return rows;
}

/** Tries until it succeeds; after twenty seconds it fails as the last try did. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await sleep(20)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

export const clusterOf = (dataDir: string) => path.join(dataDir, 'postgres');

export async function postmasterPid(dataDir: string): Promise<number> {
  const text = await readFile(path.join(clusterOf(dataDir), 'data', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}
