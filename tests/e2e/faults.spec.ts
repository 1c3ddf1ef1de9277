/** What must not happen when something breaks: an acknowledged event lost, an event counted twice. */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { startSender } from '../support/sender';
import { createWorkspace, removeTestServer, startTestServer, type TestServer } from '../support/test-server';

const LANES = 16;

type Goal = { name: string; events60d: number };

async function callApi(url: string, apiToken: string, route: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };
  const response = await fetch(url + route, { ...init, headers });
  expect(response.status).toBe(200);
  return response.json();
}

async function activeWorkspace(server: TestServer) {
  const workspace = await createWorkspace(server, 'Faults');
  const body = JSON.stringify({ active: true });
  await callApi(server.url, workspace.apiToken, '/api/integrations/segment', { method: 'PUT', body });
  return workspace;
}

/** The pid of PostgreSQL's first process, from its own lock file. */
async function postmasterPid(dataDir: string): Promise<number> {
  const lock = await readFile(path.join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  return Number(lock.split('\n')[0]);
}

/** Every acknowledged event is counted, once. An event is sent until it is acknowledged, so no other can be there. */
async function expectCountedOnce(url: string, apiToken: string, acknowledged: ReadonlySet<string>): Promise<void> {
  await expect
    .poll(
      async () => {
        const { goals } = (await callApi(url, apiToken, '/api/goals')) as { goals: Goal[] };
        return goals.reduce((sum, goal) => sum + goal.events60d, 0);
      },
      { timeout: 30_000 },
    )
    .toBe(acknowledged.size);
}

test.describe.configure({ timeout: 180_000 });

test('PostgreSQL killed under load: 503 while it is away, nothing lost, nothing counted twice', async () => {
  const server = await startTestServer();
  const { segmentApiKey, apiToken } = await activeWorkspace(server);
  const sender = startSender(() => server.url, segmentApiKey, LANES);
  for (let round = 0; round < 3; round++) {
    await sleep(1_500);
    process.kill(await postmasterPid(server.dataDir), 'SIGKILL');
    const before = sender.acknowledged.size;
    await expect.poll(() => sender.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 200);
  }
  await sender.finish();
  expect(sender.statuses.get(503)).toBeGreaterThan(0);
  expect([...sender.statuses.keys()].filter((status) => ![200, 503, 0].includes(status))).toEqual([]);
  await expectCountedOnce(server.url, apiToken, sender.acknowledged);
  await removeTestServer(server);
});

test('the server killed under load: nothing lost, nothing counted twice', async () => {
  let server = await startTestServer();
  const { dataDir } = server;
  const { segmentApiKey, apiToken } = await activeWorkspace(server);
  const sender = startSender(() => server.url, segmentApiKey, LANES);
  for (let round = 0; round < 3; round++) {
    await sleep(1_500 + 200 * round);
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    server = await startTestServer(dataDir);
  }
  const before = sender.acknowledged.size;
  await expect.poll(() => sender.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 200);
  await sender.finish();
  expect([...sender.statuses.keys()].filter((status) => ![200, 503, 0].includes(status))).toEqual([]);
  await expectCountedOnce(server.url, apiToken, sender.acknowledged);
  await removeTestServer(server);
});

test('the server stopped under load: requests under way are answered, then the database is stopped', async () => {
  let server = await startTestServer();
  const { dataDir } = server;
  const { segmentApiKey, apiToken } = await activeWorkspace(server);
  const sender = startSender(() => server.url, segmentApiKey, LANES);
  await sleep(1_500);
  const database = await postmasterPid(dataDir);
  const stopped = Date.now();
  await server.stop();
  expect(Date.now() - stopped).toBeLessThan(10_000);
  expect(() => process.kill(database, 0)).toThrow('ESRCH');
  expect(server.output()).not.toMatch(/error|Error/);

  server = await startTestServer(dataDir);
  await sender.finish();
  expect([...sender.statuses.keys()].filter((status) => ![200, 503, 0].includes(status))).toEqual([]);
  await expectCountedOnce(server.url, apiToken, sender.acknowledged);
  await removeTestServer(server);
});

test('a client that stalls is cut off after ten seconds, and nobody else notices', async () => {
  const server = await startTestServer();
  const { segmentApiKey } = await activeWorkspace(server);
  const started = Date.now();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
    const key = Buffer.from(`${segmentApiKey}:`).toString('base64');
    socket.write(
      `POST /api/segment HTTP/1.1\r\nhost: x\r\nauthorization: Basic ${key}\r\ncontent-length: 100\r\n\r\n{"typ`,
    );
  });
  expect(answer).toContain('408');
  expect(Date.now() - started).toBeGreaterThan(8_000);
  expect(Date.now() - started).toBeLessThan(15_000);
  const sender = startSender(() => server.url, segmentApiKey, 1);
  await expect.poll(() => sender.acknowledged.size).toBeGreaterThan(0);
  await sender.finish();
  await removeTestServer(server);
});
