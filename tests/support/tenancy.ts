/**
 * The rule that keeps tenants apart, read from PostgreSQL's catalog: but for the global tables, every primary key, unique
 * index and foreign key begins with workspace_id.
 */
import { type Db, Prisma } from '@/lib/db/client';

/** Found by ids of their own: people, what they may do, and what a machine signs in with. */
export const GLOBAL_TABLES = [
  'users',
  'accounts',
  'sessions',
  'attempts',
  'workspaces',
  'memberships',
  'keys',
  'audit_log',
  '_prisma_migrations',
];

type Key = { table: string; name: string; firstColumns: string[] };

/** Sentences, one for each table and key that breaks the rule. */
export async function tenancyViolations(db: Db): Promise<string[]> {
  const tables = await listTables(db);
  const unique = await listUniqueIndexes(db);
  const foreign = await listForeignKeys(db);
  return tables
    .filter((table) => !GLOBAL_TABLES.includes(table))
    .flatMap((table) => [
      ...(unique.some((key) => key.table === table) ? [] : [`${table} has no key`]),
      ...[...unique, ...foreign]
        .filter((key) => key.table === table && key.firstColumns.some((column) => column !== 'workspace_id'))
        .map(({ name, firstColumns }) => `${table}: ${name} begins with ${firstColumns.join(' -> ')}`),
    ]);
}

export async function listTables(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT relname::text AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`);
  return rows.map(({ name }) => name);
}

/** Primary keys and unique constraints are unique indexes too. The first column of an index on an expression has no name. */
function listUniqueIndexes(db: Db): Promise<Key[]> {
  return db.$queryRaw<Key[]>(Prisma.sql`
    SELECT t.relname::text AS "table", i.relname::text AS name,
           ARRAY[coalesce((SELECT attname::text FROM pg_attribute WHERE attrelid = t.oid AND attnum = x.indkey[0]), 'an expression')]
             AS "firstColumns"
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND x.indisunique`);
}

/** Both sides: what refers, and, where that is no global table, what is referred to. */
function listForeignKeys(db: Db): Promise<Key[]> {
  return db.$queryRaw<Key[]>(Prisma.sql`
    SELECT c.conrelid::regclass::text AS "table", c.conname::text AS name,
           ARRAY(SELECT a.attname::text FROM pg_attribute a
                 WHERE (a.attrelid = c.conrelid AND a.attnum = c.conkey[1])
                    OR (a.attrelid = c.confrelid AND a.attnum = c.confkey[1]
                        AND c.confrelid::regclass::text <> ALL (${GLOBAL_TABLES})))
             AS "firstColumns"
    FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`);
}
