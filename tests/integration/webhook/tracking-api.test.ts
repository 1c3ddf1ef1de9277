/** /v1/*: Segment's HTTP Tracking API, as its SDKs and others speak it. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useReceiver } from '../../support/receiver';
import { basic, event } from '../../support/receiver-requests';

const receiver = useReceiver();

/** A call with the write key in the body alone, as older SDKs send it. */
const call = (path: string, body: object | string, headers: Record<string, string | null> = {}) =>
  receiver.post({
    path,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: null, 'content-type': 'text/plain', ...headers },
  });
const own = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...event(changes),
  writeKey: receiver.key,
});

describe('a single call', () => {
  it.each([
    ['/v1/t', 'track'],
    ['/v1/track', 'track'],
    ['/v1/track/', 'track'],
    ['/v1/p', 'page'],
    ['/v1/page', 'page'],
    ['/v1/i', 'identify'],
    ['/v1/identify', 'identify'],
  ])('%s is a %s, whatever the message says', async (path, type) => {
    const body = own({ type: 'group' });
    expect(await call(path, body)).toMatchObject({ status: 200, text: '{"success":true}' });
    expect(await receiver.stored(body.messageId)).toMatchObject([{ type }]);
  });

  it('takes the key from the header as well', async () => {
    const body = event();
    const headers = { authorization: basic(receiver.key), 'x-retry-count': '1' };
    expect((await call('/v1/t', body, headers)).status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
  });

  it.each(['/v1/g', '/v1/group', '/v1/a', '/v1/alias', '/v1/s', '/v1/screen'])(
    '%s is accepted and dropped',
    async (path) => {
      const body = own();
      expect((await call(path, body)).status).toBe(200);
      expect(await receiver.stored(body.messageId)).toHaveLength(0);
    },
  );

  it.each([
    ['no ids', { anonymousId: null }],
    ['no event', { event: undefined }],
  ])('with %s is answered 200 and dropped, as Segment does', async (_, changes) => {
    const body = own(changes);
    expect((await call('/v1/t', body)).status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(0);
  });

  it('without a message id gets one, each time anew', async () => {
    const before = (await receiver.stored()).length;
    const body = own({ messageId: undefined });
    await call('/v1/t', body);
    await call('/v1/t', body);
    expect((await receiver.stored()).length).toBe(before + 2);
  });

  it('has its time corrected by the clock of the sender', async () => {
    const body = own({
      timestamp: '2031-01-01T00:00:00Z',
      sentAt: '2031-01-01T00:00:10Z',
      originalTimestamp: undefined,
    });
    await call('/v1/t', body);
    const [row] = await receiver.stored(body.messageId);
    expect(Math.abs(Date.now() - 10_000 - (row?.occurredAt.getTime() ?? 0))).toBeLessThan(5_000);
  });

  it.each([
    [
      'of more than 32 KB',
      () => JSON.stringify(own({ properties: { text: 'x'.repeat(33_000) } })),
      'Exceed payload limit',
    ],
    [
      'of more than 500 KB',
      () => JSON.stringify(own({ properties: { text: 'x'.repeat(600_000) } })),
      'Exceed payload limit',
    ],
    ['that is not JSON', () => '{', 'Invalid JSON'],
    ['that is empty', () => '', 'Empty body'],
  ])('%s is 400', async (_, body, message) => {
    expect(await call('/v1/t', body())).toMatchObject({ status: 400, message });
  });
});

describe('a batch call', () => {
  it.each(['/v1/b', '/v1/batch', '/v1/import'])(
    '%s stores each message by its own type, with sentAt once at the top',
    async (path) => {
      const sentAt = '2026-11-24T02:00:10Z';
      const items = [
        event({ type: 'track', sentAt: undefined, originalTimestamp: undefined, timestamp: '2026-11-24T02:00:00Z' }),
        event({ type: 'page', name: 'Home' }),
        event({ type: 'identify', userId: 'u1' }),
      ];
      expect((await call(path, { batch: items, writeKey: receiver.key, sentAt })).status).toBe(200);
      const rows = await Promise.all(items.map(({ messageId }) => receiver.stored(messageId)));
      expect(rows.map(([row]) => row?.type)).toEqual(['track', 'page', 'identify']);
      expect(Math.abs(Date.now() - 10_000 - (rows[0]?.[0]?.occurredAt.getTime() ?? 0))).toBeLessThan(5_000);
    },
  );

  it('keeps the neighbours of what it drops', async () => {
    const good = event();
    const large = event({ properties: { text: 'x'.repeat(33_000) } });
    const batch = [good, event({ anonymousId: null }), { nonsense: true }, 5, large];
    expect((await call('/v1/batch', { batch, writeKey: receiver.key })).status).toBe(200);
    expect(await receiver.stored(good.messageId)).toHaveLength(1);
    expect(await receiver.stored(large.messageId)).toHaveLength(0);
  });

  it('finds the key in its first message, too', async () => {
    const body = own();
    expect((await call('/v1/b', { batch: [body] })).status).toBe(200);
  });

  it('reads gzip', async () => {
    const body = event();
    const zipped = gzipSync(JSON.stringify({ batch: [body], writeKey: receiver.key }));
    const headers = { authorization: null, 'content-encoding': 'gzip' };
    expect((await receiver.post({ path: '/v1/batch', body: zipped, headers })).status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
  });

  it.each([
    ['of nothing', () => ({ batch: [] }), 'Empty batch'],
    ['of one message without a batch', () => event(), 'Missing batch'],
    [
      'of more than 2,500 messages',
      () => ({ batch: Array.from({ length: 2_501 }, () => ({ type: 'page' })) }),
      'Exceed payload limit',
    ],
  ])('%s is 400', async (_, body, message) => {
    expect(await call('/v1/batch', { ...body(), writeKey: receiver.key })).toMatchObject({ status: 400, message });
  });
});

describe('around the calls', () => {
  it('an unknown key is 401', async () => {
    expect(await call('/v1/t', { ...event(), writeKey: 'abm_nobody0' })).toMatchObject({
      status: 401,
      message: 'Invalid API key',
    });
    expect((await call('/v1/t', event())).status).toBe(401);
    expect((await call('/v1/t', { ...event(), writeKey: { a: 1 } })).status).toBe(401);
  });

  it('metrics of the SDK are taken and forgotten', async () => {
    expect((await call('/v1/m', { series: [] })).status).toBe(200);
  });

  it('an unknown call is 404, another method 405', async () => {
    expect((await call('/v1/nonsense', {})).status).toBe(404);
    expect((await receiver.post({ method: 'GET', path: '/v1/t' })).status).toBe(405);
  });

  it('the preflight of a browser is answered', async () => {
    const answer = await receiver.post({
      method: 'OPTIONS',
      path: '/v1/t',
      headers: {
        authorization: null,
        origin: 'https://shop.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-retry-count',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example.com');
    expect(answer.headers.get('access-control-allow-headers')).toContain('x-retry-count');
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(Number(answer.headers.get('access-control-max-age'))).toBeGreaterThan(0);
  });

  it('a refusal can be read by the page that caused it', async () => {
    const answer = await call('/v1/t', '{', { origin: 'https://shop.example.com' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example.com');
  });

  it('the settings name this server', async () => {
    const answer = await receiver.post({
      method: 'GET',
      path: `/v1/projects/${receiver.key}/settings`,
      headers: { authorization: null },
    });
    const host = new URL(receiver.origin).host;
    expect(JSON.parse(answer.text).integrations).toEqual({
      'Segment.io': { apiKey: receiver.key, apiHost: `${host}/v1`, protocol: 'http' },
    });
    const unknown = await receiver.post({ method: 'GET', path: '/v1/projects/abm_nobody0/settings' });
    expect(unknown.status).toBe(401);
  });
});
