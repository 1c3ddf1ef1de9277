/** A server's beginning and end. */
import type { Server } from 'node:http';
import { StartError } from '../start-error';

/** Resolves when the port answers. Rejects with a StartError in words when it is taken or may not be opened. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, resolve);
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1}`,
    );
  }
  if (error.code === 'EACCES') {
    return new StartError(`Port ${port} may not be opened by this user. Choose one above 1023, for example PORT=3000`);
  }
  return error;
}

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * No new connections; requests under way are finished, connections without one are closed. After ten seconds what is left
 * is closed as well: its sender has had no answer, and sends again.
 */
export function stopGracefully(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  const last = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  return new Promise<void>((resolve) => server.close(() => resolve())).finally(() => {
    clearInterval(idle);
    clearTimeout(last);
  });
}
