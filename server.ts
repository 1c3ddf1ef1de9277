/**
 * The production server. Ingest paths are answered here, before Next, which would cost thirty times as much per request;
 * every other path is Next's. Both share one process, one database client and one ingest queue.
 */
import { createServer } from 'node:http';
import next from 'next';
import { boot, shutdown } from './lib/boot';
import { noteClientAddress } from './lib/client-address';
import { env } from './lib/env';
import { log } from './lib/log';
import { answerIngest } from './lib/receive/http';
import { listen, stopGracefully } from './lib/receive/listen';

async function main(): Promise<void> {
  await boot();
  const app = next({ dev: false, port: env().port });
  const [answerPage] = await Promise.all([app.getRequestHandler(), app.prepare()]);
  const server = createServer(
    // A client that stalls is cut off after 10 s; Node looks for such connections every second.
    { requestTimeout: 10_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      if (answerIngest(request, response)) return;
      noteClientAddress(request);
      void answerPage(request, response);
    },
  );
  const stop = () =>
    stopGracefully(server)
      .then(shutdown)
      .then(() => process.exit(0), fail);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop); // the process that started this one as its child is gone
  await listen(server, env().port);
  log().info({ port: env().port }, 'ready');
}

/** One sentence for whoever started the server; a stack trace only for what nobody foresaw. */
function fail(error: unknown): never {
  const isForeseen = error instanceof Error && error.name === 'StartError';
  process.stderr.write(`${isForeseen ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

main().catch((error) =>
  shutdown()
    .catch(() => undefined)
    .then(() => fail(error)),
);
