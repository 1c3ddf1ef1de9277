/**
 * What every browser test stands on: the production server as built, with a database of its own (one a worker); a fresh
 * workspace a test, and a browser that is signed in to it when the test asks. An error in the browser's console, or one
 * thrown by a page, fails the test unless it is expected.
 *
 *     test('…', async ({ page, workspace, signIn, segment }) => {
 *       await signIn();
 *       await page.goto('/conversions/manage');
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type APIRequestContext, test as base, expect } from '@playwright/test';
import { type Segment, type SegmentOptions, startSegment } from '@/lib/demo/segment';
import { type ServerProcess, startServer } from '@/lib/demo/server-process';
import { type CreatedWorkspace, runWorkspaceCommand } from '@/lib/demo/workspace';

export { expect };

export type TestServer = ServerProcess & { dataDir: string };

export type TestWorkspace = CreatedWorkspace & { name: string; email: string; password: string };

type TestFixtures = {
  /** A new workspace whose owner signs in with `email` and `password`; Segment is not active in it. */
  workspace: TestWorkspace;
  /** Signs the page's browser in as the owner of `workspace`. */
  signIn: () => Promise<void>;
  /** Calls the API as `workspace`, with its API token. */
  api: APIRequestContext;
  /** Makes Segment the active integration of `workspace`. */
  activateSegment: () => Promise<void>;
  /** Starts a stand-in for Segment that delivers to `workspace`. */
  startSegmentFor: (options?: Partial<SegmentOptions>) => Promise<Segment>;
  /** Add the pattern of a console error that the test provokes on purpose. */
  expectedErrors: RegExp[];
};

type WorkerFixtures = { server: TestServer };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern
    async ({}, use) => {
      const dataDir = await makeDataDir();
      const server = await startServer(await freePort(), variablesFor(dataDir));
      await use({ ...server, dataDir });
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: ({ server }, use) => use(server.url),

  workspace: async ({ server }, use, testInfo) => {
    await use(await createWorkspace(server, testInfo.title.slice(0, 60)));
  },

  signIn: async ({ page, workspace }, use) => {
    await use(async () => {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill(workspace.email);
      await page.getByLabel('Password', { exact: true }).fill(workspace.password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    });
  },

  api: async ({ playwright, server, workspace }, use) => {
    const context = await playwright.request.newContext({
      baseURL: server.url,
      extraHTTPHeaders: { authorization: `Bearer ${workspace.apiToken}` },
    });
    await use(context);
    await context.dispose();
  },

  activateSegment: async ({ api }, use) => {
    await use(async () => {
      const response = await api.put('/api/integrations/segment', { data: { active: true } });
      expect(response.status(), await response.text()).toBe(200);
    });
  },

  startSegmentFor: async ({ server, workspace }, use) => {
    const started: Segment[] = [];
    await use(async (options) => {
      const webhook = { url: `${server.url}/api/segment`, apiKey: workspace.segmentApiKey };
      const segment = await startSegment({ webhook, ...options });
      started.push(segment);
      return segment;
    });
    await Promise.all(started.map((segment) => segment.close()));
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  expectedErrors: async ({}, use) => {
    await use([]);
  },

  page: async ({ page, expectedErrors }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(page);
    expect(errors.filter((error) => !expectedErrors.some((pattern) => pattern.test(error)))).toEqual([]);
  },
});

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

async function createWorkspace(server: TestServer, name: string): Promise<TestWorkspace> {
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
