import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { checkPort } from '@/lib/demo/port';

/** Runs `use` while `listener` answers on a port. */
async function whileListening(listener: RequestListener, use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await use(port).finally(() => server.close());
}

test('a port taken by another program is told, with what to do', async () => {
  await whileListening(
    (_, response) => response.end('<h1>Something else</h1>'),
    (port) => expect(checkPort(port)).rejects.toThrow(`Port ${port} is taken by another program`),
  );
});

test('a second copy is told where the first one is', async () => {
  await whileListening(
    (_, response) => response.end('{"status":"ready","settleLagSeconds":0}'),
    (port) => expect(checkPort(port)).rejects.toThrow(`Abmatic is running already: http://localhost:${port}`),
  );
});

test('a free port is left free', async () => {
  let free = 0;
  await whileListening(
    (_, response) => response.end(),
    async (port) => {
      free = port;
    },
  );
  await checkPort(free);
  await checkPort(free);
});
