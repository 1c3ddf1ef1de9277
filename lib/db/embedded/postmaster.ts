/** The PostgreSQL process itself: whether one runs, starting it, stopping it. */
import { spawn } from 'node:child_process';
import { readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM_ENV } from './binaries';
import { hasCode } from './files';
import type { Place } from './place';
import { boundLog, openLog } from './server-log';

export type Settings = Readonly<Record<string, string>>;

/**
 * Durable: fsync, full_page_writes and synchronous_commit are on, as PostgreSQL has them. Thrifty: one application on one
 * machine. Group commit makes few, large transactions, so WAL may grow between checkpoints, and nothing replicates it.
 */
const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  max_connections: '40',
  shared_buffers: '128MB',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
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

/** `isReady`: it takes connections. */
export type Postmaster = { pid: number; port: number; isReady: boolean };

/** The PostgreSQL that runs on this folder, as its lock file tells; undefined when none does. */
export async function findPostmaster(place: Place): Promise<Postmaster | undefined> {
  const text = await readFile(lockFile(place), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const [pid, , , port] = lines.map(Number);
  if (!pid || !port || !isAlive(pid)) return undefined;
  if (await isPostgres(pid)) return { pid, port, isReady: lines[7]?.trim() === 'ready' };
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
    return hasCode(error, 'EPERM');
  }
}

/** Starts PostgreSQL; it outlives this process unless stopped. The answer tells whether it ended. */
export async function launch(place: Place, port: number, overrides?: Settings): Promise<{ hasEnded(): boolean }> {
  await boundLog(place);
  const log = await openLog(place);
  const settings = Object.entries({ ...SETTINGS, ...overrides, port: String(port) });
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
  };
  const child = spawn(
    place.binaries.postgres,
    ['-D', place.dataDir, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...place.user,
      cwd: '/',
      env: PROGRAM_ENV,
      // A session of its own: Ctrl-C in the terminal must reach PostgreSQL only after the application's last flush.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  child.once('exit', end).once('error', end).unref();
  await log.close();
  return { hasEnded: () => hasEnded };
}

/** Fast shutdown: sessions end, everything is written. Answers whether the process is gone, at the latest after a minute. */
export async function stopPostmaster({ pid }: Postmaster): Promise<boolean> {
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(10)) {
    if (!isAlive(pid)) return true;
  }
  return false;
}
