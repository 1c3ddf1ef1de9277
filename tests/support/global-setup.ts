/** One PostgreSQL for the whole test run, with a migrated database that every test file gets a copy of. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '@/lib/db/embedded';
import { migrate } from '@/lib/db/migrate';

export const TEMPLATE = 'abmatic_template';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** Empty when none is given. */
    givenPostgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await openServer(project.config.provide.givenPostgresUrl ?? '');
  try {
    await createTemplate(url);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgresUrl', url);
  return stop;
}

async function openServer(givenUrl: string): Promise<{ url: string; stop: () => Promise<void> }> {
  if (givenUrl) return { url: givenUrl, stop: async () => undefined };
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'abmatic-test-'));
  await chmod(dataDir, 0o711); // started by root, PostgreSQL runs as another user and passes through here
  // Nothing of a test run is kept, so nothing is waited for. Tests of durability start a PostgreSQL of their own.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' };
  const { url, stop } = await startEmbedded({ dataDir, settings });
  return { url, stop: () => stop().then(() => rm(dataDir, { recursive: true })) };
}

async function createTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await admin.query(`CREATE DATABASE ${TEMPLATE}`).finally(() => admin.end());
  await migrate(databaseUrl(url, TEMPLATE));
}

/** The address of another database of the same server. */
export function databaseUrl(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).toString();
}
