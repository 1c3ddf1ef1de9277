/**
 * The typed client is made from schema.prisma, the tables from the migrations: they have to be the same. Compared are the
 * catalogs of a migrated database and of one made from schema.prisma, without what Prisma cannot say: checks and partial
 * indexes.
 */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { withSchemaEngine } from '@/lib/db/schema-engine';
import { useTestDatabase } from '../../support/database';
import { query } from '../../support/embedded';

const migrated = useTestDatabase();
const modelled = useTestDatabase();

beforeAll(async () => {
  await query(modelled.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  await query(modelled.url, await statementsOfModel(modelled.url));
});

async function statementsOfModel(url: string): Promise<string> {
  const path = 'prisma/schema.prisma';
  const files = [{ path, content: await readFile(path, 'utf8') }];
  const { stdout } = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return stdout ?? '';
}

/** One line for each column, key and index. */
async function describeTables(url: string): Promise<string[]> {
  const rows = await query<{ line: string }>(
    url,
    `SELECT concat_ws(' ', c.relname, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)) AS line
       FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
     UNION ALL
     SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')
     UNION ALL
     SELECT pg_get_indexdef(indexrelid)
       FROM pg_index JOIN pg_class c ON c.oid = indrelid WHERE relnamespace = 'public'::regnamespace AND indpred IS NULL`,
  );
  return rows
    .map(({ line }) => line)
    .filter((line) => !line.includes('_prisma_migrations'))
    .sort();
}

test('the migrations lead to the tables of schema.prisma', async () => {
  const expected = await describeTables(modelled.url);
  expect(expected).toContain('goals name text t');
  expect(await describeTables(migrated.url)).toEqual(expected);
});

test.each([
  'ALTER TABLE goals ALTER COLUMN display_name SET NOT NULL',
  'ALTER TABLE goals DROP CONSTRAINT goals_workspace_id_fkey',
  'CREATE INDEX goals_by_name ON goals (name)',
])('a difference is found: %s', async (change) => {
  const before = await describeTables(migrated.url);
  await query(migrated.url, change);
  expect(await describeTables(migrated.url)).not.toEqual(before);
});
