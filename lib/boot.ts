/**
 * The start, in order, and the stop, in the opposite order. Each step of the start that leaves something running adds the
 * step that ends it.
 *
 *     boot      environment -> secret -> database -> migrations -> client -> ingest -> settle loop
 *     shutdown  whatever was added last -> settle loop -> ingest drained -> client -> database
 */
import { keptSecret } from './app-secret';
import { setDb } from './db/client';
import { startEmbedded } from './db/embedded';
import { awaitExternal } from './db/external';
import { migrate } from './db/migrate';
import { type Env, env } from './env';
import { writeGathered } from './integrations/note-delivery';
import { log } from './log';
import { ingestQueue } from './messages/ingest';
import { dropProcessWide, processWide } from './process-wide';
import { setSecrets } from './secrets';
import { startSettleLoop, stopSettleLoop } from './settlement/loop';

/** A command uses the database for a moment, beside a running server or alone; it settles nothing. */
export type Role = 'server' | 'command';

type Step = { name: string; run: () => Promise<unknown> };
type Application = {
  started: Promise<void> | undefined;
  stopped: Promise<void> | undefined;
  isReady: boolean;
  steps: Step[];
};

const application = () =>
  processWide<Application>('application', () => ({
    started: undefined,
    stopped: undefined,
    isReady: false,
    steps: [],
  }));

/** Starts the application once per process, whoever asks. Rejects with StartError, and has then stopped what it started. */
export function boot(role: Role = 'server'): Promise<void> {
  const app = application();
  app.started ??= start(app, role).catch(async (error: unknown) => {
    await stop(app);
    throw error;
  });
  return app.started;
}

/** Whether boot() was called in this process. */
export function isBooted(): boolean {
  return application().started !== undefined;
}

/** Whether the application has started and is not about to stop. */
export function isReady(): boolean {
  return application().isReady;
}

/** `run` is called at shutdown, before anything that was there when it was added is stopped. */
export function onShutdown(name: string, run: () => Promise<unknown>): void {
  application().steps.push({ name, run });
}

/** Stops the application; nothing that was acknowledged is lost. Resolves when the built-in database has stopped as well. */
export function shutdown(): Promise<void> {
  const app = application();
  app.stopped ??= (app.started ?? Promise.resolve()).catch(() => undefined).then(() => stop(app));
  return app.stopped;
}

async function start(app: Application, role: Role): Promise<void> {
  const settings = env();
  setSecrets(settings.appSecret ?? (await keptSecret(settings.dataDir)));
  const url = await openDatabase(settings, role);
  const applied = await migrate(url);
  if (applied.length > 0 && role === 'server') log().info({ applied }, 'migrations applied');
  const db = setDb(url);
  onShutdown('database client', () => db.$disconnect());
  onShutdown('ingest', () => ingestQueue().drain().then(writeGathered));
  if (role === 'server') {
    await db.workspace.findFirst({ select: { id: true } }); // loads the query compiler, which no request should wait for
    startSettleLoop(db);
    onShutdown('settle loop', stopSettleLoop);
  }
  app.isReady = true;
}

/** Answers the connection string. */
async function openDatabase({ databaseUrl, dataDir, appUrl, port }: Env, role: Role): Promise<string> {
  if (databaseUrl) {
    await awaitExternal(databaseUrl);
    return databaseUrl;
  }
  const serverAddress = role === 'server' ? (appUrl ?? `http://localhost:${port}`) : undefined;
  const database = await startEmbedded({ dataDir, serverAddress });
  onShutdown('built-in database', database.stop);
  return database.url;
}

async function stop(app: Application): Promise<void> {
  app.isReady = false;
  for (let step = app.steps.pop(); step; step = app.steps.pop()) {
    await step.run().catch((err: unknown) => log().error({ err, step: step?.name }, 'a step of the stop failed'));
  }
  for (const name of ['application', 'db', 'secrets']) dropProcessWide(name);
}
