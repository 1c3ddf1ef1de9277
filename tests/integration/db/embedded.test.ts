import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive } from '@/lib/db/embedded/postmaster';
import { clusterOf, eventually, postmasterPid, query, start } from '../../support/embedded';
import { temporaryDatabase } from '../../support/temporary-database';
import { temporaryFolder } from '../../support/temporary-folder';

/** A server in a process of its own that can be killed. */
async function serveInChild(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const script = path.resolve('tests/support/serve-embedded.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  return { child, url: String(line).trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('life', () => {
  test('it is created once, keeps its data over a restart, and is gone after stop()', async () => {
    const dataDir = await temporaryFolder();
    const first = await start({ dataDir });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = await postmasterPid(dataDir);
    await first.stop();
    expect(isAlive(pid)).toBe(false);

    const second = await start({ dataDir });
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('of two first starts at once, both get the same database, and nothing is left over', async () => {
    const dataDir = await temporaryFolder();
    const [one, other] = await Promise.all([start({ dataDir }), start({ dataDir })]);
    await query(one.url, 'CREATE TABLE shared ()');
    expect(await query(other.url, 'SELECT * FROM shared')).toEqual([]);
    expect(await readdir(dataDir)).toEqual(['postgres']);
  });

  test('killed, it is brought back at the same address with everything that was committed', async () => {
    const dataDir = await temporaryDatabase();
    const { url } = await start({ dataDir });
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    for (let time = 0; time < 2; time += 1) {
      const pid = await postmasterPid(dataDir);
      process.kill(pid, 'SIGKILL');
      const rows = await eventually(async () => {
        expect(await postmasterPid(dataDir)).not.toBe(pid);
        return query(url, 'SELECT answer FROM kept');
      });
      expect(rows).toEqual([{ answer: 42 }]);
    }
  });

  test('a single session that is killed takes nothing away for long', async () => {
    const dataDir = await temporaryDatabase();
    const { url } = await start({ dataDir, serverAddress: 'http://localhost:41001' });
    const pid = await postmasterPid(dataDir);
    const sessions = await query<{ pid: number }>(
      url,
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'abmatic'`,
    );
    for (const session of sessions) process.kill(session.pid, 'SIGKILL');
    await eventually(async () => {
      const [back] = await query<{ count: number }>(
        url,
        `SELECT count(DISTINCT objid)::int AS count FROM pg_locks WHERE locktype = 'advisory'`,
      );
      expect(back?.count).toBe(2);
    });
    expect(await postmasterPid(dataDir)).toBe(pid);
  });

  test('stopped while it is away, it does not come back', async () => {
    const dataDir = await temporaryDatabase();
    const database = await start({ dataDir });
    process.kill(await postmasterPid(dataDir), 'SIGKILL');
    await database.stop();
    await sleep(300);
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });
});

test('its log is kept to two files of a limited size', async () => {
  const dataDir = await temporaryDatabase();
  const log = path.join(clusterOf(dataDir), 'log');
  await writeFile(log, 'x'.repeat(6_000_000));
  await start({ dataDir });
  expect((await stat(log)).size).toBeLessThan(100_000);
  expect((await stat(`${log}.1`)).size).toBe(6_000_000);
});

describe('several processes', () => {
  test('one that outlived a killed application is taken over as it runs', async () => {
    const dataDir = await temporaryDatabase();
    const { child, url } = await serveInChild(dataDir);
    const pid = await postmasterPid(dataDir);
    await kill(child);
    expect(isAlive(pid)).toBe(true);

    const next = await start({ dataDir, serverAddress: 'http://localhost:41002' });
    expect(next.url).toBe(url);
    expect(await postmasterPid(dataDir)).toBe(pid);
    await next.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('a second server on the same folder is refused with the address of the first, which goes on', async () => {
    const dataDir = await temporaryDatabase();
    const { child, url } = await serveInChild(dataDir);
    await expect(start({ dataDir, serverAddress: 'http://localhost:41003' })).rejects.toThrow(
      `The application already runs on the data folder ${dataDir}, at http://localhost:41999. Use that one, ` +
        'stop it first, or start this one with another DATA_DIR and PORT.',
    );
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await kill(child);
    await start({ dataDir, serverAddress: 'http://localhost:41003' });
  });

  test('a command beside a server uses its database and leaves it running', async () => {
    const dataDir = await temporaryDatabase();
    const server = await start({ dataDir, serverAddress: 'http://localhost:41004' });
    const command = await start({ dataDir });
    expect(command.url).toBe(server.url);
    await command.stop();
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a server that joins the database of a command keeps it, and whoever leaves last stops it', async () => {
    const dataDir = await temporaryDatabase();
    const command = await start({ dataDir });
    const server = await start({ dataDir, serverAddress: 'http://localhost:41005' });
    const pid = await postmasterPid(dataDir);
    await command.stop();
    expect(isAlive(pid)).toBe(true);
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('a start while another one stops waits for it', async () => {
    const dataDir = await temporaryDatabase();
    const first = await start({ dataDir });
    const [, second] = await Promise.all([first.stop(), sleep(5).then(() => start({ dataDir }))]);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('lock files that lie', () => {
  test('a process id that now belongs to another program does not stop it from starting', async () => {
    const dataDir = await temporaryDatabase();
    await (await start({ dataDir })).stop();
    const lines = [process.pid, clusterOf(dataDir), 0, 41_006, '', '127.0.0.1', '', 'ready   '];
    await writeFile(path.join(clusterOf(dataDir), 'data', 'postmaster.pid'), lines.join('\n'));
    const { url } = await start({ dataDir });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a copy of a data folder does not take the original database for its own', async () => {
    const [original, copy] = [await temporaryDatabase(), await temporaryFolder()];
    const first = await start({ dataDir: original });
    await query(first.url, 'CHECKPOINT');
    execFileSync('cp', ['-a', clusterOf(original), clusterOf(copy)]); // keeps the owner, as a backup does
    const second = await start({ dataDir: copy });
    expect(second.url).not.toBe(first.url);
    const [row] = await query<{ folder: string }>(second.url, `SELECT current_setting('data_directory') AS folder`);
    expect(row?.folder).toBe(path.join(clusterOf(copy), 'data'));
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
