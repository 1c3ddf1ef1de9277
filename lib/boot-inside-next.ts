/** Start and stop under `next dev` and `next start`, which listen and exit by themselves. */
import { boot, isBooted, shutdown } from './boot';
import { describeFailure } from './start-error';

/** Does nothing where server.ts has booted. Ends the process, in words, when the application cannot start. */
export async function bootInsideNext(): Promise<void> {
  if (isBooted()) return;
  // Unless NEXT_MANUAL_SIG_HANDLE is set, as in `npm run dev`, Next exits at a signal too, and may be faster; then the
  // database runs on, and the next start takes it over.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void shutdown().finally(() => process.exit(0)));
  }
  try {
    await boot();
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(1);
  }
}
