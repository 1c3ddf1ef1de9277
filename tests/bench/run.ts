/** `npm run bench`: the figures of tests/bench/README.md, printed as a table. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, isBuildNeeded } from '@/lib/demo/build';
import { createWorkspace, removeTestServer, startTestServer } from '../support/test-server';
import { type LoadResult, percentile, runLoad } from './load';
import { cpuSeconds, peakMemoryMb } from './process-usage';
import { type Requests, requestsTo } from './requests';

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 64;
const BATCH = 50;
const BATCH_CONNECTIONS = 16;
const SETTLED_WITHIN_MS = 60_000;

type Target = { name: string; port: number; pid: number; requests: Requests; events: number; connections: number };
type Round = LoadResult & { events: number; serverCpu: number; databaseCpu: number };

async function measure(target: Target): Promise<Round> {
  const before = cpuSeconds(target.pid);
  const result = await runLoad(target.port, target.requests.next, {
    connections: target.connections,
    seconds: SECONDS,
  });
  const after = cpuSeconds(target.pid);
  return {
    ...result,
    events: result.requests * target.events,
    serverCpu: after.own - before.own,
    databaseCpu: after.children - before.children,
  };
}

async function main(): Promise<void> {
  if (isBuildNeeded(process.cwd())) {
    console.log('Building …');
    await build(process.cwd(), new AbortController().signal);
  }
  const server = await startTestServer();
  const echo = spawn(process.execPath, ['tests/bench/echo-server.mjs'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [echoPort] = (await once(echo.stdout.setEncoding('utf8'), 'data')) as [string];
    const { segmentApiKey, apiToken } = await createWorkspace(server, 'Bench');
    await activateSegment(server.url, apiToken);
    const port = Number(new URL(server.url).port);
    const requests = (events: number) => requestsTo('/api/segment', segmentApiKey, events);
    const targets: Target[] = [
      {
        name: 'bare echo',
        port: Number(echoPort),
        pid: echo.pid ?? 0,
        requests: requests(1),
        events: 1,
        connections: CONNECTIONS,
      },
      { name: 'webhook, 1 event', port, pid: server.pid, requests: requests(1), events: 1, connections: CONNECTIONS },
      {
        name: `webhook, ${BATCH} events`,
        port,
        pid: server.pid,
        requests: requests(BATCH),
        events: BATCH,
        connections: BATCH_CONNECTIONS,
      },
    ];
    const rounds = await alternate(targets);
    report(targets, rounds, peakMemoryMb(server.pid));
    await reportSettled(server.url, apiToken, targets.slice(1));
  } finally {
    echo.kill();
    await removeTestServer(server);
  }
}

/** A warm-up of each target, then every target once a round. */
async function alternate(targets: Target[]): Promise<Round[][]> {
  for (const target of targets)
    await runLoad(target.port, target.requests.next, { connections: target.connections, seconds: 1 });
  const rounds: Round[][] = targets.map(() => []);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [i, target] of targets.entries()) {
      console.log(`round ${round} of ${ROUNDS}: ${target.name}`);
      rounds[i]?.push(await measure(target));
    }
  }
  return rounds;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function report(targets: Target[], rounds: Round[][], memoryMb: number): void {
  console.log(
    `\n${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}, embedded PostgreSQL 18, fsync on`,
  );
  console.log(`medians of ${ROUNDS} rounds of ${SECONDS} s; load, server and database share the cores\n`);
  console.log('| | events/s | p50 ms | p99 ms | server CPU µs/event | database CPU µs/event | load CPU µs/event |');
  console.log('|---|---|---|---|---|---|---|');
  for (const [i, { name }] of targets.entries()) {
    const of = (figure: (round: Round) => number) => median((rounds[i] ?? []).map(figure));
    const perEvent = (cpu: (round: Round) => number) => of((r) => (cpu(r) / r.events) * 1e6).toFixed(0);
    const cells = [
      of((r) => r.events / r.seconds).toFixed(0),
      of((r) => percentile(r.latenciesMs, 0.5)).toFixed(1),
      of((r) => percentile(r.latenciesMs, 0.99)).toFixed(1),
      perEvent((r) => r.serverCpu),
      perEvent((r) => r.databaseCpu),
      perEvent((r) => r.cpuSeconds),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  const rate = (i: number) => median((rounds[i] ?? []).map((r) => r.requests / r.seconds));
  console.log(`\nwebhook requests/s : bare echo requests/s = ${(rate(1) / rate(0)).toFixed(2)}`);
  console.log(`peak memory of the server process: ${memoryMb.toFixed(0)} MB`);
}

/** Everything acknowledged must be counted in the end; how long that takes says how far settling was behind. */
async function reportSettled(url: string, apiToken: string, targets: Target[]): Promise<void> {
  const acknowledged = targets.reduce((sum, { requests }) => sum + requests.made(), 0);
  const start = performance.now();
  let counted = 0;
  while (counted < acknowledged && performance.now() - start < SETTLED_WITHIN_MS) {
    await sleep(20);
    const { goals } = (await callApi(url, '/api/goals?limit=200', apiToken)) as { goals: { events60d: number }[] };
    counted = goals.reduce((sum, goal) => sum + goal.events60d, 0);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  if (counted !== acknowledged) throw new Error(`${acknowledged} events were acknowledged, ${counted} counted`);
  console.log(`all ${acknowledged} acknowledged events were counted ${seconds} s after the load ended\n`);
}

async function activateSegment(url: string, apiToken: string): Promise<void> {
  await callApi(url, '/api/integrations/segment', apiToken, { method: 'PUT', body: JSON.stringify({ active: true }) });
}

async function callApi(url: string, route: string, apiToken: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };
  const response = await fetch(url + route, { ...init, headers });
  if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
  return response.json();
}

await main();
