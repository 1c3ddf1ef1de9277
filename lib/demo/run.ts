/**
 * The demo from start to stop: port -> build -> server -> workspace -> history -> live traffic, until Ctrl-C. The server is
 * the product's own, as a process of its own; everything else speaks to it over HTTP, as customers do.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error';
import { activateSegment, chooseMainEvent, readSegmentKey } from './api';
import { build, isBuildNeeded } from './build';
import { checkPort } from './port';
import { type Report, step } from './progress';
import { type Segment, startSegment } from './segment';
import { openSender } from './send';
import { type ServerProcess, startServer } from './server-process';
import { makeHistory, startTraffic } from './traffic';
import { createDemoWorkspace, type DemoWorkspace, recallWorkspace, rememberWorkspace } from './workspace';

export type DemoOptions = {
  /** Of the repository. */
  root: string;
  /** Absolute. */
  dataDir: string;
  port: number;
  /** False for the history alone. */
  hasTraffic: boolean;
  /** Aborted when the demo is to stop. */
  signal: AbortSignal;
};

const HISTORY_DAYS = 60;
const HISTORY_SEED = 1;
const MAIN_EVENT = 'Order Completed';
/** As Segment is: a few deliveries come twice, and some overtake others. */
const DELIVERY = { concurrency: 16, outOfOrderMs: 1_500, duplicates: 0.02 };

/** Resolves when the demo has stopped because it was asked to. Throws StartError for what the user can put right. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { root, port, signal } = options;
  await checkPort(port);
  if (isBuildNeeded(root)) await step('Build the application', () => build(root, signal));
  const server = await step('Start the server and its database', () =>
    startServer(port, { LOG_LEVEL: 'warn' }, signal),
  );
  try {
    await demonstrate(server, options);
  } finally {
    await step('Stop the server and its database', () => server.stop());
  }
}

async function demonstrate(server: ServerProcess, options: DemoOptions): Promise<void> {
  const workspace = await openWorkspace(server.url, options.dataDir);
  const webhook = { url: `${server.url}/api/segment`, apiKey: workspace.segmentApiKey };
  const segment = await startSegment({ ...DELIVERY, webhook, seed: Date.now() });
  try {
    await unlessAborted(options.signal, feed({ server, segment, workspace, options }));
  } finally {
    await segment.close();
  }
}

type Stage = { server: ServerProcess; segment: Segment; workspace: DemoWorkspace; options: DemoOptions };

/** History where there is none yet, then live traffic for as long as the server runs. */
async function feed(stage: Stage): Promise<never> {
  const { server, segment, workspace, options } = stage;
  if (!workspace.hasHistory) await addHistory(stage);
  process.stdout.write(welcome(server.url, workspace, options));
  if (options.hasTraffic) void sendLive(segment, options.signal);
  await server.ended;
  throw new StartError(`The server has ended by itself. It said:\n${server.output().trim()}`);
}

/** The workspace of earlier demos, unless the database does not know it any more. */
async function openWorkspace(url: string, dataDir: string): Promise<DemoWorkspace> {
  const known = recallWorkspace(dataDir);
  const segmentApiKey = known && (await readSegmentKey({ url, token: known.apiToken }));
  if (segmentApiKey) return { ...known, segmentApiKey };
  return step('Create the demo workspace and activate Segment', async () => {
    const created = await createDemoWorkspace(new Date());
    await activateSegment({ url, token: created.apiToken });
    await rememberWorkspace(dataDir, created);
    return created;
  });
}

async function addHistory({ server, segment, workspace, options }: Stage): Promise<void> {
  await step(
    `Send ${HISTORY_DAYS} days of history`,
    (report) => sendHistory(segment, new Date(workspace.createdAt), report),
    (messages) => `Sent ${messages.toLocaleString('en')} messages of the last ${HISTORY_DAYS} days`,
  );
  options.signal.throwIfAborted();
  const api = { url: server.url, token: workspace.apiToken };
  await step(`Choose "${MAIN_EVENT}" as main event`, () => chooseMainEvent(api, MAIN_EVENT));
  await rememberWorkspace(options.dataDir, { ...workspace, hasHistory: true });
}

/** Interrupted and begun again, it makes the same messages with the same ids: nothing counts twice. Answers how many. */
async function sendHistory(segment: Segment, until: Date, report: Report): Promise<number> {
  const calls = makeHistory(HISTORY_SEED, until, HISTORY_DAYS);
  const sender = openSender(segment, 100);
  const timer = setInterval(() => report(`${segment.stats().delivered} of ${calls.length} messages`), 200);
  try {
    for (const call of calls) sender.send(call);
    await sender.close();
    await segment.idle();
  } finally {
    clearInterval(timer);
  }
  const [refused] = segment.discards();
  if (refused) throw new Error(`The webhook refused a message: ${refused.status} ${refused.message}`);
  return segment.stats().accepted;
}

/** About one call a second, at random moments, until the demo stops. */
async function sendLive(segment: Segment, signal: AbortSignal): Promise<void> {
  const nextCall = startTraffic(Date.now());
  const sender = openSender(segment, 1);
  while (!signal.aborted) {
    sender.send(nextCall(new Date()));
    await sleep(500 + Math.random() * 1_000);
  }
}

/** What `work` comes to, or a rejection as soon as the signal is given. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const abortion = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, abortion]);
}

function welcome(url: string, { email, password }: DemoWorkspace, { dataDir, hasTraffic }: DemoOptions): string {
  const folder = path.relative(process.cwd(), dataDir) || dataDir;
  const traffic = hasTraffic ? "A shop's events arrive through a stand-in for Segment, about one a second.\n  " : '';
  return `
  Open      ${url}/conversions/manage
  Email     ${email}
  Password  ${password}

  ${traffic}Ctrl-C stops everything; the data stays in ${folder}.

`;
}
