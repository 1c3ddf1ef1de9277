/** A server of its own process that holds the built-in database of the folder named on the command line, until killed. */
import { startEmbedded } from '@/lib/db/embedded';

const [dataDir = ''] = process.argv.slice(2);
const { url } = await startEmbedded({ dataDir, serverAddress: 'http://localhost:41999', settings: { fsync: 'off' } });
process.stdout.write(`${url}\n`);
setInterval(() => undefined, 60_000);
