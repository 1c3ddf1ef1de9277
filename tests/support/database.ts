/** A real, migrated, empty database for a test file. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { connect, type DbClient } from '@/lib/db/client';
import { setSecrets } from '@/lib/secrets';
import { databaseUrl, TEMPLATE } from './global-setup';

export type TestDatabase = { readonly db: DbClient; readonly url: string };

/** An empty database without tables, for a test. */
export async function emptyDatabase(): Promise<string> {
  const url = await newDatabase();
  onTestFinished(() => administer(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`));
  return url;
}

/** The same, for as long as the test run lasts. */
export async function newDatabase(): Promise<string> {
  const name = newName();
  await administer(`CREATE DATABASE ${name}`);
  return databaseUrl(inject('postgresUrl'), name);
}

/** Call at the top of a test file; `db` and `url` can be read once its tests run. */
export function useTestDatabase(): TestDatabase {
  const name = newName();
  const url = databaseUrl(inject('postgresUrl'), name);
  let db: DbClient | undefined;

  beforeAll(async () => {
    setSecrets('test secret, long enough to be one: 0123456789');
    await administer(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    db = connect(url);
  });
  afterAll(async () => {
    await db?.$disconnect();
    await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });

  return {
    url,
    get db() {
      if (!db) throw new Error('The test database is ready only while tests run: read `db` inside of a test or hook.');
      return db;
    },
  };
}

const newName = () => `test_${randomBytes(6).toString('hex')}`;

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
