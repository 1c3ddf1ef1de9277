import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive } from '@/lib/db/embedded/postmaster';
import { readMigrations } from '@/lib/db/migrate';
import { environmentWith } from '@/lib/env';
import { emptyDatabase } from '../support/database';
import { clusterOf, postmasterPid, query } from '../support/embedded';
import { temporaryDatabase } from '../support/temporary-database';
import { temporaryFolder } from '../support/temporary-folder';

const SECRET = 'a secret for tests, long enough: 0123456789';

type Booting = { child: ChildProcess; outcome: Promise<string> };

/** `outcome` is "ready", or what it said before it ended with status 1. */
function bootProcess(variables: Record<string, string>, role = 'server'): Booting {
  const script = path.resolve('tests/support/boot-process.ts');
  const environment = environmentWith({ APP_SECRET: '', DATABASE_URL: '', PORT: '41020', ...variables });
  const child = spawn(process.execPath, ['--import', 'tsx', script, role], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => void (await stop(child)));
  const ready = once(child.stdout, 'data').then(([line]) => String(line).trim());
  const failed = Promise.all([text(child.stderr), once(child, 'exit')]).then(([said, [code]]) => `${code}: ${said}`);
  return { child, outcome: Promise.race([ready, failed]) };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  return child.exitCode;
}

describe('on the built-in database', () => {
  test('it starts from nothing, stops the database at its end, and keeps its secret', async () => {
    const dataDir = await temporaryFolder();
    const first = bootProcess({ DATA_DIR: dataDir });
    expect(await first.outcome).toBe('ready');
    const pid = await postmasterPid(dataDir);
    const secret = await readFile(path.join(dataDir, 'secret'), 'utf8');
    expect(secret.trim().length).toBeGreaterThanOrEqual(64);
    expect((await stat(path.join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
    expect(await stop(first.child)).toBe(0);
    expect(isAlive(pid)).toBe(false);

    expect(await bootProcess({ DATA_DIR: dataDir }).outcome).toBe('ready');
    expect(await readFile(path.join(dataDir, 'secret'), 'utf8')).toBe(secret);
  });

  test('a database whose secret is lost is refused, and started with the secret given', async () => {
    const dataDir = await temporaryDatabase();
    expect(await bootProcess({ DATA_DIR: dataDir }).outcome).toMatch(
      /^1: There is a database, but .*secret.* is missing/,
    );
    expect(await bootProcess({ DATA_DIR: dataDir, APP_SECRET: SECRET }).outcome).toBe('ready');
  });

  test('a second server is refused in one sentence; a command beside it works', async () => {
    const dataDir = await temporaryDatabase();
    const variables = { DATA_DIR: dataDir, APP_SECRET: SECRET };
    const server = bootProcess({ ...variables, APP_URL: 'https://abmatic.example' });
    expect(await server.outcome).toBe('ready');
    expect(await bootProcess(variables).outcome).toMatch(
      /^1: The application already runs on the data folder .*, at https:\/\/abmatic\.example\. [^\n]*$/,
    );
    const command = bootProcess(variables, 'command');
    expect(await command.outcome).toBe('ready');
    expect(await stop(command.child)).toBe(0);
    expect(isAlive(await postmasterPid(dataDir))).toBe(true);
  });

  test('a database that breaks while it starts is stopped again', async () => {
    const dataDir = await temporaryDatabase();
    await rm(path.join(clusterOf(dataDir), 'data', 'base'), { recursive: true });
    expect(await bootProcess({ DATA_DIR: dataDir, APP_SECRET: SECRET }).outcome).toMatch(/^1: .*damaged/);
    await expect(postmasterPid(dataDir)).rejects.toThrow('ENOENT');
  });
});

describe('on a database of its own', () => {
  test('several servers may start at once on an empty database', async () => {
    const url = await emptyDatabase();
    const variables = { DATABASE_URL: url, APP_SECRET: SECRET };
    const servers = [bootProcess(variables), bootProcess(variables)];
    expect(await Promise.all(servers.map(({ outcome }) => outcome))).toEqual(['ready', 'ready']);
    const [row] = await query<{ count: number }>(url, 'SELECT count(*)::int AS count FROM _prisma_migrations');
    expect(row?.count).toBe((await readMigrations()).length);
  });

  test('a database that cannot be used is named without its password', async () => {
    const url = Object.assign(new URL(await emptyDatabase()), { pathname: '/nowhere', password: 'hush' });
    const said = await bootProcess({ DATABASE_URL: url.toString(), APP_SECRET: SECRET }).outcome;
    expect(said).toMatch(/^1: The database "nowhere" at 127\.0\.0\.1:\d+ \(DATABASE_URL\) cannot be used: [^\n]*$/);
    expect(said).not.toContain('hush');
  });

  test('it needs a secret that is given', async () => {
    const said = await bootProcess({ DATABASE_URL: 'postgresql://localhost/x' }).outcome;
    expect(said).toMatch(/^1: With DATABASE_URL set, APP_SECRET must be set too/);
  });
});
