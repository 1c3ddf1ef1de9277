/** Whether the demo's port is free: asked first, since the build before the start takes a while. */
import { createServer } from 'node:http';
import { listen } from '../receive/listen';
import { StartError } from '../start-error';

/** Throws StartError when somebody else listens, and says so when it is another copy of ours. */
export async function checkPort(port: number): Promise<void> {
  const server = createServer();
  try {
    await listen(server, port);
  } catch (error) {
    if (!(await isOurs(port))) throw error;
    throw new StartError(`Abmatic is running already: http://localhost:${port}. Open it there, or stop it first.`);
  } finally {
    server.close();
  }
}

async function isOurs(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://localhost:${port}/api/health`, { signal: AbortSignal.timeout(2_000) });
    return JSON.stringify(await response.json()).includes('settleLag');
  } catch {
    return false;
  }
}
