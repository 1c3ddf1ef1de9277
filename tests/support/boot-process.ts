/** The application without its HTTP server: boots, says so, and stops on SIGTERM. The role is the first argument. */
import { boot, shutdown } from '@/lib/boot';
import { describeFailure } from '@/lib/start-error';

process.once('SIGTERM', () => void shutdown().then(() => process.exit(0)));
const keepAlive = setInterval(() => undefined, 60_000);
try {
  await boot(process.argv[2] === 'command' ? 'command' : 'server');
  process.stdout.write('ready\n');
} catch (error) {
  process.stderr.write(describeFailure(error));
  process.exitCode = 1;
  clearInterval(keepAlive);
}
