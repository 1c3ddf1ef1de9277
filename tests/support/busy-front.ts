/** A load balancer before a server, which turns away the first POST of every path with 429 and Retry-After: 1. */
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type BusyFront = {
  host: string;
  posts: { path: string; retryCount: string | undefined; status: number }[];
  close(): Promise<void>;
};

export async function startBusyFront(target: string): Promise<BusyFront> {
  const posts: BusyFront['posts'] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const isTurnedAway = request.method === 'POST' && !posts.some((post) => post.path === path);
    if (request.method === 'POST') {
      const retryCount = request.headers['x-retry-count']?.toString();
      posts.push({ path, retryCount, status: isTurnedAway ? 429 : 200 });
    }
    if (isTurnedAway) turnAway(request, response);
    else pass(target, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    posts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function turnAway(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(429, {
    'retry-after': '1',
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-expose-headers': 'retry-after',
  });
  response.end();
}

function pass(target: string, request: IncomingMessage, response: ServerResponse): void {
  const onward = ask(target + request.url, { method: request.method, headers: request.headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
