/** The PostgreSQL process itself: whether one runs, starting it, stopping it. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { copyFile, readFile, stat, truncate, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM_ENV } from './binaries';
import type { Place } from './place';

const LOG_LIMIT_BYTES = 5_000_000;

export type Settings = Readonly<Record<string, string>>;

/**
 * Durable (fsync, synchronous_commit and full_page_writes stay on) and thrifty. Group commit in the application makes
 * few, large transactions, so WAL may be large between checkpoints and minimal in kind: nothing replicates from here.
 */
const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '40',
  shared_buffers: '128MB',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  // Neither statements nor values reach the log: they are customers' data.
  log_min_messages: 'error',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

export type Postmaster = { pid: number; port: number };

/** The PostgreSQL that runs on this folder, as its lock file tells; undefined when none does. */
export async function findPostmaster(place: Place): Promise<Postmaster | undefined> {
  const text = await readFile(lockFile(place), 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map(Number);
  if (!pid || !port || !isAlive(pid)) return undefined;
  if (await isPostgres(pid)) return { pid, port };
  await dropLockFile(place);
  return undefined;
}

/**
 * After a restart of the machine or container the lock file's process id may belong to any other program, and PostgreSQL
 * would refuse to start. Where /proc does not tell, it is taken for PostgreSQL.
 */
async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres');
  return path.basename(command.split('\0')[0] ?? '') === 'postgres';
}

/** Only for a lock file that certainly names no process that uses this folder. */
export async function dropLockFile(place: Place): Promise<void> {
  await unlink(lockFile(place)).catch(() => undefined);
}

const lockFile = ({ dataDir }: Place) => path.join(dataDir, 'postmaster.pid');

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export const logFile = (place: Place) => path.join(place.clusterDir, 'log');

/** Starts PostgreSQL; it outlives this process unless stopped. The answer says how to know that it ended. */
export async function launch(place: Place, port: number, overrides: Settings): Promise<{ hasEnded(): boolean }> {
  await boundLog(place);
  const log = openSync(logFile(place), 'a', 0o600);
  const settings = Object.entries({ ...SETTINGS, ...overrides, port: String(port) });
  let ended = false;
  try {
    const child = spawn(
      place.binaries.postgres,
      ['-D', place.dataDir, ...settings.flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      {
        ...place.user,
        cwd: '/',
        env: PROGRAM_ENV,
        // A session of its own: Ctrl-C in the terminal must reach PostgreSQL only after the application's last flush.
        detached: true,
        stdio: ['ignore', log, log],
      },
    );
    child.once('exit', () => {
      ended = true;
    });
    child.once('error', () => {
      ended = true;
    });
    child.unref();
  } finally {
    closeSync(log);
  }
  return { hasEnded: () => ended };
}

/** Fast shutdown: sessions end, everything is written. Resolves when the process is gone, false after `timeoutMs`. */
export async function stopPostmaster({ pid }: Postmaster, timeoutMs = 60_000): Promise<boolean> {
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 20) {
    if (!isAlive(pid)) return true;
    await sleep(20);
  }
  return false;
}

/** Keeps at most two files of the limit. PostgreSQL appends, so cutting the file under it is safe. */
export async function boundLog(place: Place): Promise<void> {
  const file = logFile(place);
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size <= LOG_LIMIT_BYTES) return;
  await copyFile(file, `${file}.1`);
  await truncate(file);
}

/** The end of the log from byte `start` on. */
export async function readLog(place: Place, start: number): Promise<string> {
  const log = await readFile(logFile(place)).catch(() => Buffer.alloc(0));
  return log.subarray(start).toString('utf8').slice(-4_000);
}

export async function logSize(place: Place): Promise<number> {
  return stat(logFile(place)).then(
    ({ size }) => size,
    () => 0,
  );
}

/** A port of the loopback address that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('No free port');
  return address.port;
}
