/** `npm run demo` as a newcomer meets it: from an empty data folder to rows on the page, and what it says when it cannot. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { environmentWith } from '@/lib/env';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

let dataDir = '';
let port = 0;
test.beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'abmatic-demo-'));
  await chmod(dataDir, 0o711);
  port = await freePort();
});
test.afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** What the demos of a failed test have said. */
const started: Demo[] = [];
// biome-ignore lint/correctness/noEmptyPattern: Playwright wants its fixtures here, and none is needed
test.afterEach(async ({}, testInfo) => {
  const outputs = started.splice(0).map((demo) => demo.output());
  if (testInfo.status === testInfo.expectedStatus) return;
  for (const body of outputs) await testInfo.attach('output', { body, contentType: 'text/plain' });
});

type Demo = { process: ChildProcess; output: () => string; ended: Promise<unknown> };

function startDemo(options: { dataDir: string; port: number }): Demo {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts', '--port', String(options.port)], {
    env: environmentWith({
      DATA_DIR: options.dataDir,
      DATABASE_URL: undefined,
      APP_SECRET: undefined,
      APP_URL: undefined,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const demo = { process: child, output: () => text, ended: once(child, 'exit') };
  started.push(demo);
  return demo;
}

async function untilWelcome(demo: Demo): Promise<{ address: string; email: string; password: string }> {
  await expect
    .poll(() => demo.process.exitCode ?? demo.output(), { timeout: 120_000 })
    .toContain('Ctrl-C stops everything');
  const read = (label: string) => new RegExp(`^ *${label} +(\\S+)$`, 'm').exec(demo.output())?.[1] ?? '';
  return { address: read('Open'), email: read('Email'), password: read('Password') };
}

async function stopDemo(demo: Demo): Promise<void> {
  demo.process.kill('SIGINT');
  await demo.ended;
  expect(demo.process.exitCode, demo.output()).toBe(0);
}

test('from an empty folder: history, main event and live events on the page that it names', async ({ page }) => {
  const demo = startDemo({ dataDir, port });
  try {
    const { address, email, password } = await untilWelcome(demo);
    await page.goto(address);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(address);
    for (const name of ['Page Viewed', 'CTA Clicked', 'Form Submitted', 'Trial Started', 'Order Completed']) {
      await expect(page.getByRole('row', { name }).first()).toBeVisible();
    }
    await expect(page.getByRole('row', { name: 'Order Completed' }).getByRole('switch')).toBeChecked();
    await expectSecondCopyRefused();
  } finally {
    await stopDemo(demo);
  }
  expect(demo.output()).toMatch(/Sent 3,\d{3} messages of the last 60 days/);
});

async function expectSecondCopyRefused(): Promise<void> {
  const onSamePort = startDemo({ dataDir, port });
  const onOtherPort = startDemo({ dataDir, port: await freePort() });
  await Promise.all([onSamePort.ended, onOtherPort.ended]);
  expect(onSamePort.output()).toContain(`Abmatic is running already: http://localhost:${port}`);
  expect(onOtherPort.output()).toContain('The application already runs on the data folder');
  expect([onSamePort.process.exitCode, onOtherPort.process.exitCode]).toEqual([1, 1]);
}

test('a second start builds nothing and keeps everything', async ({ request }) => {
  const demo = startDemo({ dataDir, port });
  try {
    const { address } = await untilWelcome(demo);
    expect((await request.get(address)).ok()).toBe(true);
  } finally {
    await stopDemo(demo);
  }
  expect(demo.output()).not.toMatch(/Build|Create|history/);
});

test('a port that is taken and a data folder that cannot be used are each told in a sentence', async () => {
  const other = createServer((_, response) => response.end('another program')).listen(0);
  const onTakenPort = startDemo({ dataDir, port: (other.address() as AddressInfo).port });
  const file = path.join(dataDir, 'a-file');
  await writeFile(file, '');
  const inFile = startDemo({ dataDir: file, port: await freePort() });
  await Promise.all([onTakenPort.ended, inFile.ended]);
  other.close();
  expect(onTakenPort.output()).toContain('is taken by another program');
  expect(inFile.output()).toContain(`The data folder ${file} cannot be used`);
  for (const demo of [onTakenPort, inFile]) {
    expect(demo.process.exitCode).toBe(1);
    expect(demo.output()).not.toMatch(/^ +at /m);
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
