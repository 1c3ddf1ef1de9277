/**
 * A small stand-in for Segment, for development, the demo and tests: it takes the traffic of Segment's own SDKs on the
 * Tracking API and passes each message on to a webhook, as the catalog entry of the destination says: track, identify and
 * page. What Segment does to a message on the way is in segment-call.ts, how it delivers in segment-delivery.ts.
 *
 *     const segment = await startSegment({ webhook: { url: 'http://localhost:3000/api/segment', apiKey } });
 *     new Analytics({ writeKey: 'any', host: segment.address }).track({ event: 'Order Completed', userId: 'u1' });
 *     await segment.idle();
 *
 * It forgets what is pending when it stops, and takes any write key.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { seededRandom } from './random';
import { type CallType, isMeantFor, methodOf, readCall } from './segment-call';
import { Delivery, type DeliveryOptions, type DeliveryStats, type Discard } from './segment-delivery';

export type SegmentOptions = DeliveryOptions & {
  /** 0, the default, takes a free port. */
  port?: number;
  /** Seed of the waits, the order and the duplicates. Default 1. */
  seed?: number;
  /** Name of the source, put on every message. */
  projectId?: string;
  /** Types passed on. Default: those of the catalog entry. */
  types?: readonly CallType[];
};

export type SegmentStats = DeliveryStats & {
  /** Valid messages received. */
  accepted: number;
  /** Invalid messages, dropped silently. */
  dropped: number;
  /** Accepted, but of a type not passed on, or kept from this destination by `integrations`. */
  filtered: number;
};

export type Segment = {
  /** http://127.0.0.1:<port> */
  address: string;
  stats(): SegmentStats;
  /** What the webhook refused for good. */
  discards(): readonly Discard[];
  /** Resolves when everything received so far is delivered or discarded. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const DESTINATION = 'Markettailor'; // our name in Segment's catalog
const FORWARDED_TYPES: readonly CallType[] = ['track', 'identify', 'page'];
const MAX_CALL_BYTES = 32_768;
const MAX_BATCH_BYTES = 512_000;
const CORS_METHODS = { 'access-control-allow-methods': 'POST, GET, OPTIONS', 'access-control-max-age': '600' };
const CORS_HEADERS = { 'access-control-allow-headers': 'authorization, content-type, x-retry-count' };

/** Rejects when the port is taken. */
export async function startSegment(options: SegmentOptions): Promise<Segment> {
  const delivery = new Delivery(options, seededRandom(options.seed ?? 1));
  const counts = { accepted: 0, dropped: 0, filtered: 0 };
  const types = options.types ?? FORWARDED_TYPES;

  async function receive(request: IncomingMessage): Promise<[status: number, body?: object]> {
    const { pathname } = new URL(request.url ?? '/', 'http://segment');
    if (request.method === 'OPTIONS') return [204];
    const settingsKey = /^\/v1\/projects\/([^/]+)\/settings$/.exec(pathname)?.[1];
    if (settingsKey) return [200, { integrations: { 'Segment.io': { apiKey: settingsKey } } }];
    if (pathname === '/v1/m') return [200, { success: true }]; // the browser library's counters about itself
    const method = methodOf(pathname);
    if (!method || request.method !== 'POST') return [404, { message: 'Not found' }];
    const body = await readJson(request, method === 'batch' ? MAX_BATCH_BYTES : MAX_CALL_BYTES);
    if (body === undefined) return [400, { message: 'Exceed payload limit' }];
    const { messages, dropped } = readCall(method, body, {
      receivedAt: new Date(),
      ip: request.socket.remoteAddress ?? '',
      projectId: options.projectId ?? 'stand-in',
      newMessageId: randomUUID,
    });
    counts.accepted += messages.length;
    counts.dropped += dropped;
    for (const message of messages) {
      if (types.includes(message.type) && isMeantFor(DESTINATION, message)) delivery.send(message);
      else counts.filtered++;
    }
    return [200, { success: true }];
  }

  const server = createServer((request, response) => {
    receive(request).then(
      ([status, body]) => answer(request, response, status, body),
      () => response.destroy(), // the sender went away
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stats: () => ({ ...counts, ...delivery.stats() }),
    discards: () => delivery.discards,
    idle: () => delivery.idle(),
    async close() {
      delivery.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Undefined when it is not JSON, or larger than `maxBytes` before or after decompression. */
async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) return undefined;
  try {
    const bytes = Buffer.concat(chunks);
    const isGzip = request.headers['content-encoding'] === 'gzip';
    const text = isGzip ? await promisify(gunzip)(bytes, { maxOutputLength: maxBytes }) : bytes;
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}

function answer(request: IncomingMessage, response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, {
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    vary: 'origin',
    ...(request.method === 'OPTIONS' ? { ...CORS_METHODS, ...CORS_HEADERS } : {}),
    'content-type': 'application/json',
  });
  response.end(body && JSON.stringify(body));
}
