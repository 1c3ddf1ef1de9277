/** The built production server, run as a child process: for the demo and for the browser tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWith } from '../env';
import { StartError } from '../start-error';

const ENTRY = 'dist/server.mjs';
/** As in `npm start`: young objects are collected early, which halves the memory at full load and costs no speed. */
const MEMORY = ['--max-semi-space-size=8', '--max-old-space-size=512'];
const OUTPUT_KEPT = 200_000;
const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 30_000;

export type ServerProcess = {
  /** http://localhost:<port> */
  url: string;
  pid: number;
  /** The end of what it has printed so far. */
  output(): string;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>;
  /** Asks it to stop in good order, and resolves when it has. */
  stop(): Promise<void>;
};

/**
 * Resolves when the server is ready to take events. Its environment is this process's with `variables`. Throws StartError
 * with the server's own words when it ends instead.
 */
export async function startServer(
  port: number,
  variables: Record<string, string | undefined>,
  signal?: AbortSignal,
): Promise<ServerProcess> {
  if (!existsSync(ENTRY)) throw new StartError('The application is not built yet: run "npm run build" first.');
  const child = spawn(process.execPath, [...MEMORY, ENTRY], {
    env: environmentWith({ ...variables, NODE_ENV: 'production', PORT: String(port) }),
    // Through the channel the server learns that this process is gone, and stops.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true, // a terminal's Ctrl-C is for this process, which stops the server when its own work is done
  });
  const ended = once(child, 'exit').then(() => undefined);
  const server = {
    url: `http://localhost:${port}`,
    pid: child.pid ?? 0,
    output: collectOutput(child),
    ended,
    stop: () => stop(child, ended),
  };
  try {
    await untilReady(server, child, signal);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-OUTPUT_KEPT);
    });
  }
  return () => text;
}

async function untilReady(server: ServerProcess, child: ChildProcess, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(server.url))) {
    signal?.throwIfAborted();
    if (hasEnded(child)) throw new StartError(server.output().trim() || 'The server ended without a word.');
    if (Date.now() > deadline) throw new StartError(`The server did not become ready:\n${server.output()}`);
    await Promise.race([sleep(100), server.ended]);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
