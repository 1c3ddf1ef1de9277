import { createHash } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { applyMigrations, MIGRATION_LOCK, type Migration, migrate, readMigrations } from '@/lib/db/migrate';
import { emptyDatabase } from '../../support/database';
import { query } from '../../support/embedded';

const names = async () => (await readMigrations()).map(({ name }) => name);

test('of two instances that start at once on an empty database, one applies everything, once', async () => {
  const url = await emptyDatabase();
  const applied = await Promise.all([migrate(url), migrate(url)]);
  expect(applied.sort((a, b) => b.length - a.length)).toEqual([await names(), []]);
  const rows = await query(url, 'SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at');
  expect(rows).toEqual((await names()).map((name) => ({ name })));
});

test('an up-to-date database takes no lock, so that starts do not wait for each other', async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  expect(await migrate(url).finally(() => other.end())).toEqual([]);
});

test('a migration edited after it was applied is refused by name', async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const [first = ''] = await names();
  await query(url, `UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = '${first}'`);
  await expect(migrate(url)).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining(`The migration ${first} was applied to this database with another content`),
  });
});

test('a migration that did not finish is refused until it is resolved', async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const last = (await names()).at(-1);
  await query(url, `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${last}'`);
  await expect(migrate(url)).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining(`--rolled-back ${last}`),
  });
});

test('an older version of the application starts on the database of a newer one', async () => {
  const url = await emptyDatabase();
  await migrate(url);
  await applyMigrations(url, [...(await readMigrations()), migration('99990101000000_newer', 'SELECT 1')]);
  expect(await migrate(url)).toEqual([]);
});

test('a migration that fails half way leaves nothing behind', async () => {
  const url = await emptyDatabase();
  const bad = migration('20000101000000_bad', 'CREATE TABLE begun (); SELECT 1 / 0; CREATE TABLE never ();');
  await expect(applyMigrations(url, [bad])).rejects.toThrow('division by zero');
  expect(await query(url, `SELECT to_regclass('begun') AS begun`)).toEqual([{ begun: null }]);
});

test('semicolons in comments, texts and functions do not cut a migration', async () => {
  const url = await emptyDatabase();
  const script = `
    -- one; two
    CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 2 * n; END; $$;
    CREATE TABLE words AS SELECT 'a;b' AS word, twice(21) AS answer;`;
  await applyMigrations(url, [migration('20000101000000_semicolons', script)]);
  expect(await query(url, 'SELECT * FROM words')).toEqual([{ word: 'a;b', answer: 42 }]);
});

function migration(name: string, script: string): Migration {
  return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
}
