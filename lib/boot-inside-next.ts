/** Start and stop under `next dev` and `next start`, which listen and exit by themselves. */
import { boot, isBooted, shutdown } from './boot';
import { describeFailure } from './start-error';

/** Does nothing where server.ts has booted. Ends the process, in words, when the application cannot start. */
export async function bootInsideNext(): Promise<void> {
  if (isBooted()) return;
  // Next exits by itself after its last request. Where it is faster, the next start takes the database over as it is.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shutdown());
  try {
    await boot();
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(1);
  }
}
