/**
 * What every browser test stands on: the production server as built, with a database of its own (one a worker); a fresh
 * workspace a test, and a browser that is signed in to it when the test asks. An error in the browser's console, or one
 * thrown by a page, fails the test unless it is expected.
 *
 *     test('…', async ({ page, workspace, signIn, segment }) => {
 *       await signIn();
 *       await page.goto('/conversions/manage');
 */
import { randomUUID } from 'node:crypto';
import { type APIRequestContext, test as base, expect } from '@playwright/test';
import { addWorkspace } from '@/lib/accounts/add-workspace';
import { keptSecret } from '@/lib/app-secret';
import { connect, type DbClient } from '@/lib/db/client';
import { startEmbedded } from '@/lib/db/embedded';
import { type Segment, type SegmentOptions, startSegment } from '@/lib/demo/segment';
import { setSecrets } from '@/lib/secrets';
import { removeTestServer, startTestServer, type TestServer, type TestWorkspace } from '../support/test-server';

export { expect };

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

type WorkerFixtures = {
  server: TestServer;
  /** The server's database, beside the server; lib/secrets.ts knows the server's secret. */
  db: DbClient;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern
    async ({}, use) => {
      const server = await startTestServer();
      await use(server);
      await removeTestServer(server);
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  db: [
    async ({ server }, use) => {
      const database = await startEmbedded({ dataDir: server.dataDir });
      const db = connect(database.url);
      setSecrets(await keptSecret(server.dataDir));
      await use(db);
      await db.$disconnect();
      await database.stop();
    },
    { scope: 'worker' },
  ],

  baseURL: ({ server }, use) => use(server.url),

  workspace: async ({ db }, use, testInfo) => {
    const name = testInfo.title.slice(0, 60);
    const owner = { name, email: `${randomUUID()}@example.com`, password: 'correct horse battery staple' };
    const created = await addWorkspace(db, { ...owner, now: new Date() });
    await use({ ...owner, ...created });
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
      expect(response.status(), (await response.text()).slice(0, 300)).toBe(200);
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
