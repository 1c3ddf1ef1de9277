/** Applies prisma/migrations to a database, once, however many instances start at the same time. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { StartError } from '../start-error';
import { withSchemaEngine } from './schema-engine';

/** Of an advisory lock; held while migrations are applied. */
export const MIGRATION_LOCK = 7_305_003;

export type Migration = { name: string; script: string; checksum: string };
type Applied = { name: string; checksum: string; isFinished: boolean };

/**
 * Answers the names it applied, in order; none when the database is up to date, which costs two queries. Throws StartError
 * when an earlier migration failed half way, or was edited after it was applied.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const migrations = await readMigrations();
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name: 'abmatic migrate',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    if (pending(migrations, await readApplied(client)).length === 0) return [];
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const missing = pending(migrations, await readApplied(client)); // another instance may have been faster
    if (missing.length > 0) await applyMigrations(connectionString, migrations);
    return missing;
  } finally {
    await client.end(); // and with the session, the lock
  }
}

/** The migrations of this version, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const folder = path.join(process.cwd(), 'prisma', 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    }),
  );
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!tables[0]?.exists) return [];
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished"
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

function pending(migrations: Migration[], applied: Applied[]): string[] {
  const byName = new Map(applied.map((row) => [row.name, row]));
  for (const { name, checksum } of migrations) {
    const row = byName.get(name);
    if (row && !row.isFinished) throw failedEarlier(name);
    if (row && row.checksum !== checksum) throw editedSince(name);
  }
  return migrations.map(({ name }) => name).filter((name) => !byName.has(name));
}

function failedEarlier(name: string): StartError {
  return new StartError(
    `The migration ${name} was begun on this database and did not finish. See its "logs" column in _prisma_migrations, ` +
      `put the database right, then run "npx prisma migrate resolve --rolled-back ${name}" and start again.`,
  );
}

function editedSince(name: string): StartError {
  return new StartError(
    `The migration ${name} was applied to this database with another content than prisma/migrations has now. ` +
      'Restore the file as it was released; a change of the database is a new migration.',
  );
}

/** Applies what is missing of `migrations`, each in one transaction. Without the lock of migrate(). */
export async function applyMigrations(connectionString: string, migrations: Migration[]): Promise<void> {
  const migrationDirectories = migrations.map(({ name, script }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
  }));
  const migrationsList = {
    baseDir: 'prisma/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
  await withSchemaEngine(connectionString, (engine) =>
    engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } }),
  );
}
