/** The production server as built, with a database and workspaces of its own, for tests that start it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ServerProcess, startServer } from '@/lib/demo/server-process';
import { type CreatedWorkspace, runWorkspaceCommand } from '@/lib/demo/workspace';

export type TestServer = ServerProcess & { dataDir: string };
export type TestWorkspace = CreatedWorkspace & { name: string; email: string; password: string };

/** Without `dataDir`, on a new and empty one. */
export async function startTestServer(dataDir?: string): Promise<TestServer> {
  const folder = dataDir ?? (await makeDataDir());
  const server = await startServer(await freePort(), variablesFor(folder));
  return { ...server, dataDir: folder };
}

/** Stops it and removes its data. */
export async function removeTestServer(server: TestServer): Promise<void> {
  await server.stop();
  await rm(server.dataDir, { recursive: true, force: true });
}

/** PostgreSQL may run as another user than this process, which must be able to enter the folder. */
async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'abmatic-e2e-'));
  await chmod(dataDir, 0o755);
  return dataDir;
}

/** Whatever the developer's own environment says, tests keep to their own database. */
function variablesFor(dataDir: string): Record<string, string | undefined> {
  return {
    DATA_DIR: dataDir,
    DATABASE_URL: undefined,
    APP_SECRET: undefined,
    APP_URL: undefined,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
  };
}

/** A workspace whose owner signs in with `email` and `password`; Segment is not active in it. */
export async function createWorkspace(server: TestServer, name: string): Promise<TestWorkspace> {
  const email = `owner-${Date.now()}-${Math.random().toString(36).slice(2)}@example.com`;
  const password = 'correct horse battery staple';
  const created = await runWorkspaceCommand({ name, email, password }, variablesFor(server.dataDir));
  return { ...created, name, email, password };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
