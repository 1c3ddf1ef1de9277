/**
 * `npm run demo`: the whole product on one machine, with a shop's traffic coming in through a stand-in for Segment.
 *
 *     npm run demo -- --port 3001      another port (or PORT=3001)
 *     npm run demo -- --no-traffic     history alone, no live traffic
 */
import { parseArgs } from 'node:util';
import { runDemo } from '../lib/demo/run';
import { env } from '../lib/env';
import { describeFailure, StartError } from '../lib/start-error';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'no-traffic': { type: 'boolean', default: false } },
  });
  const port = values.port === undefined ? env().port : Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartError('--port takes a number from 1 to 65535.');
  const { dataDir } = env();
  const hasTraffic = !values['no-traffic'];
  await runDemo({ root: process.cwd(), dataDir, port, hasTraffic, signal: stop.signal });
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

main()
  .catch((error: unknown) => {
    if (stop.signal.aborted) return; // cut short on purpose
    process.stderr.write(`\n${describeFailure(error)}\n`);
    process.exitCode = 1;
  })
  .finally(() => process.exit());
