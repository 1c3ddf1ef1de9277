import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type Segment, type SegmentOptions, startSegment } from '@/lib/demo/segment';
import { type Answer, type Call, startWebhook } from '../../support/webhook';

let stopAll: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stopAll.map((stop) => stop()));
  stopAll = [];
});

async function start(answerTo: Parameters<typeof startWebhook>[0], options: Partial<SegmentOptions> = {}) {
  const webhook = await startWebhook(answerTo);
  const segment = await startSegment({
    webhook: { url: webhook.url, apiKey: 'segment' },
    retryBaseMs: 5,
    ...options,
  });
  stopAll.push(webhook.close, segment.close);
  return { webhook, segment };
}

const tracks = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ type: 'track', event: `E${i}`, userId: 'u1', messageId: `m${i}` }));

function post(segment: Segment, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${segment.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', ...headers },
    body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
  });
}

const postBatch = (segment: Segment, batch: unknown[]) => post(segment, '/v1/batch', { batch });
const idsOf = (calls: Call[]) => calls.map((call) => call.body.messageId);

test('each event of a batch reaches the webhook singly, with the headers of Segment', async () => {
  const { webhook, segment } = await start(() => 200);
  expect(await (await postBatch(segment, tracks(3))).json()).toEqual({ success: true });
  await segment.idle();
  expect(idsOf(webhook.calls).sort()).toEqual(['m0', 'm1', 'm2']);
  expect(webhook.calls[0]?.headers).toMatchObject({
    authorization: 'Basic c2VnbWVudDo=',
    'content-type': 'application/json',
    'user-agent': 'Segment.io/1.0',
  });
  expect(segment.stats()).toEqual({
    accepted: 3,
    dropped: 0,
    filtered: 0,
    delivered: 3,
    retried: 0,
    discarded: 0,
    pending: 0,
  });
});

describe('what the webhook answers decides what happens next', () => {
  test.each<[string, Answer]>([
    ['408', 408],
    ['429', 429],
    ['500', 500],
    ['503', 503],
    ['a connection cut', 'reset'],
    ['no answer in time', 'hang'],
  ])('%s is tried again until it succeeds', async (_, answer) => {
    const timeoutMs = answer === 'hang' ? 150 : 5_000;
    const { webhook, segment } = await start((_call, count) => (count <= 2 ? answer : 200), { timeoutMs });
    await postBatch(segment, tracks(1));
    await segment.idle();
    expect(idsOf(webhook.calls)).toEqual(['m0', 'm0', 'm0']);
    expect(segment.stats()).toMatchObject({ delivered: 1, retried: 2, discarded: 0 });
  });

  test.each([301, 400, 401, 403, 404, 413, 501])('%i discards the message, with what was said', async (status) => {
    const { webhook, segment } = await start(() => ({ status, message: 'No' }));
    await postBatch(segment, tracks(1));
    await segment.idle();
    expect(webhook.calls).toHaveLength(1);
    expect(segment.stats()).toMatchObject({ delivered: 0, retried: 0, discarded: 1 });
    expect(segment.discards()).toEqual([{ messageId: 'm0', status, message: 'No' }]);
  });

  test('Retry-After is waited for', async () => {
    const { webhook, segment } = await start((_, count) => (count === 1 ? { status: 429, retryAfter: 0.3 } : 200));
    await postBatch(segment, tracks(1));
    await segment.idle();
    const [first, second] = webhook.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(295);
  });

  test('a message that waits for its next try holds up nobody', async () => {
    const failed = new Set<string>();
    const { webhook, segment } = await start(
      ({ body }) => (body.messageId === 'm0' && !failed.has('m0') && failed.add('m0') ? 503 : 200),
      { concurrency: 1, retryBaseMs: 60 },
    );
    await postBatch(segment, tracks(3));
    await segment.idle();
    expect(idsOf(webhook.calls)).toEqual(['m0', 'm1', 'm2', 'm0']);
  });
});

describe('order and repetition', () => {
  test('one at a time keeps the order', async () => {
    const { webhook, segment } = await start(() => 200, { concurrency: 1 });
    await postBatch(segment, tracks(30));
    await segment.idle();
    expect(idsOf(webhook.calls)).toEqual(tracks(30).map((track) => track.messageId));
  });

  test('an out-of-order window loses nothing and changes the order', async () => {
    const { webhook, segment } = await start(() => 200, { concurrency: 1, outOfOrderMs: 100, seed: 3 });
    await postBatch(segment, tracks(30));
    await segment.idle();
    const sent = tracks(30).map((track) => track.messageId);
    expect(idsOf(webhook.calls)).not.toEqual(sent);
    expect(idsOf(webhook.calls).sort()).toEqual(sent.sort());
  });

  test('duplicates come under the same messageId, in the share asked for', async () => {
    const { webhook, segment } = await start(() => 200, { duplicates: 0.2, seed: 5 });
    await postBatch(segment, tracks(100));
    await segment.idle();
    const repeated = webhook.calls.length - new Set(idsOf(webhook.calls)).size;
    expect(new Set(idsOf(webhook.calls)).size).toBe(100);
    expect(repeated).toBeGreaterThan(10);
    expect(repeated).toBeLessThan(32);
    expect(segment.stats().delivered).toBe(100 + repeated);
  });

  test('as many requests are under way at once as asked for, and no more', async () => {
    let underWay = 0;
    let most = 0;
    const { segment } = await start(
      async () => {
        most = Math.max(most, ++underWay);
        await setTimeout(20);
        underWay--;
        return 200;
      },
      { concurrency: 3 },
    );
    await postBatch(segment, tracks(20));
    await segment.idle();
    expect(most).toBe(3);
  });
});

describe('the Tracking API', () => {
  test.each(['/v1/track', '/v1/t'])('%s takes a single call as text/plain', async (path) => {
    const { webhook, segment } = await start(() => 200);
    await post(segment, path, { event: 'A', anonymousId: 'a1', writeKey: 'WK' });
    await segment.idle();
    expect(webhook.calls[0]?.body).toMatchObject({ type: 'track', event: 'A', anonymousId: 'a1' });
    expect(webhook.calls[0]?.body).not.toHaveProperty('writeKey');
  });

  test('a gzip body is read', async () => {
    const { webhook, segment } = await start(() => 200);
    const body = gzipSync(JSON.stringify({ batch: tracks(1) }));
    expect((await post(segment, '/v1/batch', body, { 'content-encoding': 'gzip' })).status).toBe(200);
    await segment.idle();
    expect(idsOf(webhook.calls)).toEqual(['m0']);
  });

  test('invalid messages are answered 200 and go nowhere', async () => {
    const { webhook, segment } = await start(() => 200);
    expect((await postBatch(segment, [{ type: 'track', event: 'A' }, ...tracks(1)])).status).toBe(200);
    await segment.idle();
    expect(idsOf(webhook.calls)).toEqual(['m0']);
    expect(segment.stats()).toMatchObject({ accepted: 1, dropped: 1 });
  });

  test('bad JSON and oversize are 400', async () => {
    const { segment } = await start(() => 200);
    expect((await post(segment, '/v1/t', Buffer.from('{'))).status).toBe(400);
    expect(
      (await post(segment, '/v1/t', { event: 'A', userId: 'u', properties: { x: 'x'.repeat(33_000) } })).status,
    ).toBe(400);
    const bomb = gzipSync(Buffer.alloc(2_000_000, 32));
    expect((await post(segment, '/v1/b', bomb, { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  test('a preflight allows what the browser library sends', async () => {
    const { segment } = await start(() => 200);
    const response = await fetch(`${segment.address}/v1/t`, {
      method: 'OPTIONS',
      headers: { origin: 'http://shop.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('http://shop.example');
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization, content-type, x-retry-count');
  });

  test('the settings document names the write key', async () => {
    const { segment } = await start(() => 200);
    const response = await fetch(`${segment.address}/v1/projects/WK/settings`);
    expect(await response.json()).toEqual({ integrations: { 'Segment.io': { apiKey: 'WK' } } });
  });
});

test('what the catalog entry leaves out, and what is not meant for it, is not passed on', async () => {
  const { webhook, segment } = await start(() => 200);
  await postBatch(segment, [
    { type: 'group', userId: 'u1', groupId: 'g', messageId: 'group' },
    { type: 'track', event: 'A', userId: 'u1', messageId: 'kept away', integrations: { Markettailor: false } },
    { type: 'page', userId: 'u1', messageId: 'page' },
    { type: 'identify', userId: 'u1', messageId: 'identify' },
  ]);
  await segment.idle();
  expect(idsOf(webhook.calls).sort()).toEqual(['identify', 'page']);
  expect(segment.stats()).toMatchObject({ accepted: 4, filtered: 2, delivered: 2 });
});

test('other types are passed on when asked for', async () => {
  const { webhook, segment } = await start(() => 200, { types: ['group'] });
  await postBatch(segment, [{ type: 'group', userId: 'u1', groupId: 'g', messageId: 'group' }, ...tracks(1)]);
  await segment.idle();
  expect(idsOf(webhook.calls)).toEqual(['group']);
});

test('closing ends waits, and idle() resolves', async () => {
  const { segment } = await start(() => 503, { retryBaseMs: 60_000 });
  await postBatch(segment, tracks(5));
  await expect.poll(() => segment.stats().pending).toBe(5);
  const idle = segment.idle();
  await segment.close();
  await idle;
});
