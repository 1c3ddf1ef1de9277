import { mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clusterOf, query, start } from '../../support/embedded';
import { temporaryDatabase } from '../../support/temporary-database';
import { temporaryFolder } from '../../support/temporary-folder';

const isRoot = process.getuid?.() === 0;

/** The sentence of a start that is refused; anything but a StartError of one line fails the test. */
async function refusalOf(dataDir: string): Promise<string> {
  const error: unknown = await start({ dataDir }).catch((refusal: unknown) => refusal);
  if (!(error instanceof Error) || error.name !== 'StartError') throw new Error(`no refusal: ${String(error)}`);
  expect(error.message).not.toMatch(/\n|\bat .*:\d+:\d+/);
  return error.message;
}

describe('a folder that cannot be used is refused with what happened and what to do', () => {
  test('a file in the place of the data folder', async () => {
    const dataDir = path.join(await temporaryFolder(), 'data');
    await writeFile(dataDir, '');
    expect(await refusalOf(dataDir)).toBe(
      `The data folder ${dataDir} cannot be used: a part of its path is a file, not a folder. Move that file away. ` +
        'Or set DATA_DIR to another folder.',
    );
  });

  test('something else in the place of the database', async () => {
    const dataDir = await temporaryFolder();
    await mkdir(clusterOf(dataDir));
    await writeFile(path.join(clusterOf(dataDir), 'holiday.jpg'), 'x');
    expect(await refusalOf(dataDir)).toContain('holds no PostgreSQL database. Put its backup in its place');
    expect(await readdir(clusterOf(dataDir))).toEqual(['holiday.jpg']);
  });

  test('a database of another major version', async () => {
    const dataDir = await temporaryDatabase();
    await writeFile(path.join(clusterOf(dataDir), 'data', 'PG_VERSION'), '12\n');
    expect(await refusalOf(dataDir)).toMatch(/was made by PostgreSQL 12, .* brings PostgreSQL 18\. Take a dump/);
  });

  test('damaged files', async () => {
    const dataDir = await temporaryDatabase();
    await truncate(path.join(clusterOf(dataDir), 'data', 'global', 'pg_control'), 100);
    expect(await refusalOf(dataDir)).toMatch(/did not start .* Its files are damaged\. Put a backup in their place/);
  });

  test('the log of changes lost', async () => {
    const dataDir = await temporaryDatabase();
    await rm(path.join(clusterOf(dataDir), 'data', 'pg_wal'), { recursive: true });
    expect(await refusalOf(dataDir)).toMatch(/did not start .* Its files are damaged\. Put a backup in their place/);
  });

  test('the password lost, or not the one of this database', async () => {
    const dataDir = await temporaryDatabase();
    const password = path.join(clusterOf(dataDir), 'password');
    await writeFile(password, 'another');
    expect(await refusalOf(dataDir)).toContain('Restore both from one backup');
    await rm(password);
    expect(await refusalOf(dataDir)).toContain('has lost its file "password"');
  });
});

describe('nobody else gets in', () => {
  test('what is secret is readable by its owner alone', async () => {
    const dataDir = await temporaryFolder();
    await start({ dataDir, serverAddress: 'http://localhost:41010' });
    const mode = async (name: string) => ((await stat(path.join(dataDir, name))).mode & 0o777).toString(8);
    expect(await mode('postgres')).toBe('700');
    expect(await mode('postgres/data')).toBe('700');
    expect(await mode('postgres/password')).toBe('600');
    expect(await mode('postgres/log')).toBe('600');
    expect(await mode('server.json')).toBe('600');
  });

  test('it listens on the loopback address only, and asks for the password', async () => {
    const { url } = await start({ dataDir: await temporaryDatabase() });
    const [listening] = await query<{ hosts: string; sockets: string }>(
      url,
      `SELECT current_setting('listen_addresses') AS hosts, current_setting('unix_socket_directories') AS sockets`,
    );
    expect(listening).toEqual({ hosts: '127.0.0.1', sockets: '' });
    const client = new pg.Client({ connectionString: Object.assign(new URL(url), { password: 'guess' }).toString() });
    await expect(client.connect()).rejects.toThrow('password authentication failed');
  });

  test('statements that fail leave no values in its log', async () => {
    const dataDir = await temporaryDatabase();
    const { url } = await start({ dataDir });
    await query(url, 'CREATE TABLE people (email text PRIMARY KEY)');
    const insert = `INSERT INTO people VALUES ('ann@example.com')`;
    await query(url, insert);
    await expect(query(url, insert)).rejects.toThrow('duplicate key');
    const log = await readFile(path.join(clusterOf(dataDir), 'log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('ann@example.com');
  });
});

describe.runIf(isRoot)('started by root', () => {
  test('below a folder that its user cannot enter, it lives elsewhere, and is found again', async () => {
    const closed = path.join(await temporaryFolder(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    const dataDir = path.join(closed, 'data');
    const first = await start({ dataDir });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const elsewhere = await elsewhereOf(dataDir);
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    expect(elsewhere).toMatch(/^\/var\/lib\/abmatic\/[0-9a-f]{12}-/);
    const second = await start({ dataDir });
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    await rm(elsewhere, { recursive: true });
    expect(await refusalOf(dataDir)).toContain(`was kept in ${elsewhere}, which is gone. Put it back from a backup`);
  });

  test('a database that was moved to where its user cannot follow comes along', async () => {
    const closed = path.join(await temporaryFolder(), 'closed');
    const before = await temporaryDatabase();
    const first = await start({ dataDir: before });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await mkdir(closed, { mode: 0o700 });
    const dataDir = path.join(closed, 'data');
    await rename(before, dataDir);
    const second = await start({ dataDir });
    onTestFinished(async () => rm(await elsewhereOf(dataDir), { recursive: true }));
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });
});

async function elsewhereOf(dataDir: string): Promise<string> {
  return (await readFile(path.join(dataDir, 'postgres-location'), 'utf8')).trim();
}
