/** How a request must look: transport, authentication, body. Statuses are those of Segment's partner contract. */
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { forgetWorkspaceKeys } from '@/lib/integrations/key-cache';
import { dropProcessWide, processWide } from '@/lib/process-wide';
import { rotateSegmentKey } from '@/lib/workspaces/keys';
import { createTestWorkspace } from '../../support/factories';
import { createActiveWorkspace, useReceiver } from '../../support/receiver';
import { basic, event } from '../../support/receiver-requests';

const receiver = useReceiver();
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a good delivery', () => {
  it('is stored once, answered 200 in JSON, and noted', async () => {
    const body = event();
    const answer = await receiver.send(body);
    expect(answer).toMatchObject({ status: 200, text: '{"success":true}' });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
    const integration = await receiver.db.integration.findUniqueOrThrow({
      where: { workspaceId_kind: { workspaceId: receiver.workspaceId, kind: 'segment' } },
    });
    expect(integration.firstDeliveryAt).not.toBeNull();
  });
});

describe('authentication', () => {
  it.each([
    ['the documented form', (key: string) => basic(key)],
    ['scheme in lower case', (key: string) => `basic ${base64(`${key}:`)}`],
    ['scheme in upper case', (key: string) => `BASIC ${base64(`${key}:`)}`],
    ['without the colon', (key: string) => `Basic ${base64(key)}`],
    ['with a password', (key: string) => `Basic ${base64(`${key}:secret:more`)}`],
    ['without padding', (key: string) => `Basic ${base64(`${key}:`).replace(/=+$/, '')}`],
    ['base64url', (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64url')}`],
    ['pasted with spaces', (key: string) => `Basic ${base64(` ${key} :`)}`],
    ['pasted with a line break', (key: string) => `Basic ${base64(`${key}\n:`)}`],
    ['spaces around the token', (key: string) => `Basic   ${base64(`${key}:`)}`],
    ['not encoded at all', (key: string) => `Basic ${key}`],
    ['not encoded, with the colon', (key: string) => `Basic ${key}:`],
    ['bearer', (key: string) => `Bearer ${key}`],
  ])('accepts the key %s', async (_, header) => {
    const body = event();
    const answer = await receiver.post({ headers: { authorization: header(receiver.key) }, body });
    expect(answer.status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
  });

  it.each([
    ['no header', null],
    ['an unknown key', basic('abm_nobody')],
    ['an empty key', basic('')],
    ['not base64', 'Basic !!!notbase64'],
    ['no token', 'Basic '],
    ['another scheme', 'Digest abc'],
    ['bytes that are no text', `Basic ${Buffer.from([0xff, 0xfe, 0, 58]).toString('base64')}`],
    ['an injection', basic("' OR 1=1 --")],
    ['a long header', `Basic ${'A'.repeat(10_000)}`],
  ])('refuses %s with 401 in words', async (_, authorization) => {
    const body = event();
    const answer = await receiver.post({ headers: { authorization }, body });
    expect(answer).toMatchObject({ status: 401, message: 'Invalid API key' });
    expect(answer.headers.get('www-authenticate')).toBe('Basic');
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await receiver.stored(body.messageId)).toHaveLength(0);
  });

  it('answers a header of 100 KB without an exception', async () => {
    const answer = await receiver.post({ headers: { authorization: `Basic ${'A'.repeat(100_000)}` }, body: event() });
    expect([401, 431]).toContain(answer.status);
  });

  it('says a revoked key is revoked, and accepts it until then', async () => {
    const { workspaceId, key } = await createActiveWorkspace(receiver.db);
    const now = new Date();
    const rotated = await rotateSegmentKey(receiver.db, { workspaceId, actor: 'owner@shop.example', now });
    for (const each of [key, rotated.key]) {
      expect((await receiver.post({ headers: { authorization: basic(each) }, body: event() })).status).toBe(200);
    }
    await receiver.db.key.updateMany({
      where: { workspaceId, expiresAt: { not: null } },
      data: { expiresAt: new Date(now.getTime() - 1) },
    });
    forgetWorkspaceKeys(workspaceId);
    const answer = await receiver.post({ headers: { authorization: basic(key) }, body: event() });
    expect(answer).toMatchObject({ status: 401, message: 'API key revoked' });
    expect((await receiver.post({ headers: { authorization: basic(rotated.key) }, body: event() })).status).toBe(200);
  });

  it('tells an API token from an API key with 403', async () => {
    const { apiToken } = await createTestWorkspace(receiver.db);
    const answer = await receiver.post({ headers: { authorization: basic(apiToken) }, body: event() });
    expect(answer.status).toBe(403);
    expect(answer.message).toContain('API token');
  });

  it('refuses a suspended workspace with 403', async () => {
    const { workspaceId, key } = await createActiveWorkspace(receiver.db);
    await receiver.db.workspace.update({ where: { id: workspaceId }, data: { suspendedAt: new Date() } });
    const answer = await receiver.post({ headers: { authorization: basic(key) }, body: event() });
    expect(answer).toMatchObject({ status: 403, message: 'This workspace is suspended' });
  });

  it('says 503, never 401, when keys cannot be looked up', async () => {
    const { key } = await createActiveWorkspace(receiver.db);
    const real = processWide('db', () => receiver.db);
    dropProcessWide('db');
    try {
      const answer = await receiver.post({ headers: { authorization: basic(key) }, body: event() });
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    } finally {
      processWide('db', () => real);
    }
    expect((await receiver.post({ headers: { authorization: basic(key) }, body: event() })).status).toBe(200);
  });

  it('looks at the key before the body', async () => {
    const answer = await receiver.post({ headers: { authorization: basic('abm_nobody') }, body: '{' });
    expect(answer.status).toBe(401);
  });

  it('never shows a key or a payload in an answer', async () => {
    const secret = 'abm_SECRET_in_the_header';
    const answers = [
      await receiver.post({ headers: { authorization: basic(secret) }, body: event() }),
      await receiver.send('{"event":"PAYLOAD", broken'),
      await receiver.send(event({ type: 'PAYLOAD' })),
      await receiver.send(event({ event: { PAYLOAD: 1 } })),
    ];
    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/SECRET|PAYLOAD|at .*\.ts:/i);
    }
  });
});

describe('transport', () => {
  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('answers %s with 405', async (method) => {
    const answer = await receiver.post({ method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('answers a trailing slash without a redirect', async () => {
    expect((await receiver.post({ path: '/api/segment/', body: event() })).status).toBe(200);
    expect((await receiver.post({ path: '/api/segment?a=b', body: event() })).status).toBe(200);
  });

  it.each([
    ['user-agent', 'Segment.io/1.0'],
    ['user-agent', 'Segment (Actions)'],
    ['user-agent', 'curl/8'],
    ['content-type', null],
    ['content-type', 'application/json; charset=utf-8'],
    ['content-type', 'application/vnd.segment+json'],
    ['content-type', 'text/plain'],
    ['x-segment-settings', 'eyJjdXN0b21TZXR0aW5nT25lIjoiY3VzdG9tIHNldHRpbmcgdmFsdWUifQ=='],
    ['x-segment-settings', '%%%'],
    ['content-encoding', 'identity'],
  ])('accepts %s: %s', async (name, value) => {
    const body = new TextEncoder().encode(JSON.stringify(event()));
    expect((await receiver.post({ headers: { [name]: value }, body })).status).toBe(200);
  });

  it('reads a body of unknown length', async () => {
    const body = event();
    const stream = new Blob([JSON.stringify(body)]).stream();
    expect((await receiver.post({ body: stream })).status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
  });

  it('reads gzip', async () => {
    const body = event();
    const headers = { 'content-encoding': 'gzip' };
    expect((await receiver.post({ headers, body: gzipSync(JSON.stringify(body)) })).status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
    expect((await receiver.post({ headers, body: 'not gzip' })).status).toBe(400);
    expect((await receiver.post({ headers: { 'content-encoding': 'zstd' }, body: 'x' })).status).toBe(400);
  });

  it('does not inflate a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 32));
    const before = process.memoryUsage().arrayBuffers;
    const answer = await receiver.post({ headers: { 'content-encoding': 'gzip' }, body: bomb });
    expect(answer.status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it('refuses by content-length before the body comes', async () => {
    const status = await new Promise((resolve) => {
      const request = httpRequest(`${receiver.origin}/api/segment`, {
        method: 'POST',
        headers: { authorization: basic(receiver.key), 'content-length': String(6 * 1024 * 1024) },
      });
      request.on('response', (response) => resolve(response.statusCode)).on('error', () => undefined);
      request.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it('counts the size while the body streams in', async () => {
    const megabyte = new TextEncoder().encode(' '.repeat(1024 * 1024));
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 7; i++) controller.enqueue(megabyte);
        controller.close();
      },
    });
    const status = await receiver.post({ body }).then(
      (answer) => answer.status,
      () => 'closed',
    );
    expect([413, 'closed']).toContain(status);
  });
});

describe('a body', () => {
  const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

  it.each([
    ['nothing', '', 400, 'Empty body'],
    ['white space', ' \n', 400, 'Empty body'],
    ['broken JSON', '{"type":', 400, 'Invalid JSON'],
    ['text', 'hello', 400, 'Invalid JSON'],
    ['null', 'null', 400, 'Body must be a JSON object'],
    ['a number', '42', 400, 'Body must be a JSON object'],
    ['a string', '"x"', 400, 'Body must be a JSON object'],
    ['true', 'true', 400, 'Body must be a JSON object'],
    ['an empty object', '{}', 400, 'Missing type'],
    ['an empty array', '[]', 400, 'Empty batch'],
    ['a type only in the prototype', '{"__proto__":{"type":"track"},"anonymousId":"a"}', 400, 'Missing type'],
    ['100,000 brackets', '['.repeat(100_000) + ']'.repeat(100_000), 400, 'Invalid JSON: nested more than 100 deep'],
    ['five million open brackets', '['.repeat(5_000_000), 400, 'Invalid JSON: nested more than 100 deep'],
    ['101 levels', JSON.stringify(event({ properties: nested(101) })), 400, 'Invalid JSON: nested more than 100 deep'],
    [
      'a message of more than 1 MB',
      JSON.stringify(event({ traits: 'x'.repeat(1024 * 1024) })),
      413,
      'Body is larger than 1024 KB',
    ],
  ])('of %s is refused', async (_, body, status, message) => {
    expect(await receiver.send(body)).toMatchObject({ status, message });
  });

  it.each([
    ['a byte order mark', `\ufeff${JSON.stringify(event())}`],
    ['20 levels', JSON.stringify(event({ properties: nested(20) }))],
    ['100 levels', JSON.stringify(event({ properties: nested(100) }))],
    ['brackets in a text', JSON.stringify(event({ properties: { text: '[{'.repeat(500) } }))],
    ['40 KB', JSON.stringify(event({ properties: { text: 'x'.repeat(40_000) } }))],
    [
      '64 KB in many properties',
      JSON.stringify(
        event({ properties: Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`key_${i}`, 'value'])) }),
      ),
    ],
    [
      '10,000 properties',
      JSON.stringify(event({ properties: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i])) })),
    ],
  ])('of %s is accepted', async (_, body) => {
    expect(await receiver.send(body)).toMatchObject({ status: 200 });
  });

  it('of duplicate keys means the last', async () => {
    const json = JSON.stringify(event({ messageId: 'twice' })).replace(
      '"event":"Form Submitted"',
      '"event":"A","event":"B"',
    );
    expect((await receiver.send(json)).status).toBe(200);
    expect(await receiver.stored('twice')).toMatchObject([{ name: 'B' }]);
  });
});

describe('a limit of requests', () => {
  it('answers 429 with Retry-After beyond it, and leaves other keys alone', async () => {
    const limited = await createActiveWorkspace(receiver.db);
    await receiver.db.integration.update({
      where: { workspaceId_kind: { workspaceId: limited.workspaceId, kind: 'segment' } },
      data: { settings: { requestsPerSecondMax: 5 } },
    });
    forgetWorkspaceKeys(limited.workspaceId);
    const headers = { authorization: basic(limited.key) };
    const answers = await Promise.all(Array.from({ length: 60 }, () => receiver.post({ headers, body: event() })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(5);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await receiver.send(event())).status).toBe(200);
  });
});
