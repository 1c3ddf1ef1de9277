import { describe, expect, test } from 'vitest';
import { correctTime, isMeantFor, methodOf, readCall } from '@/lib/demo/segment-call';

const receipt = {
  receivedAt: new Date('2026-11-24T02:23:51.002Z'),
  ip: '203.0.113.9',
  projectId: 'P0OJ3CTID1',
  newMessageId: () => 'made-here',
};

const read = (method: 'track' | 'page' | 'identify' | 'batch', body: unknown) => readCall(method, body, receipt);
const one = (body: unknown) => read('batch', { batch: [body] }).messages[0];

describe('the times of the documentation are corrected as documented', () => {
  test.each([
    ['2015-12-12T19:11:01.266Z', '2015-12-12T19:11:01.169Z', '2015-12-12T19:11:01.152Z', '2015-12-12T19:11:01.249Z'],
    ['2024-03-01T12:00:05.000Z', '2031-07-04T09:30:10.000Z', '2031-07-04T09:30:00.000Z', '2024-03-01T11:59:55.000Z'],
    ['2026-11-24T02:23:51.002Z', '2026-11-24T02:23:50.838Z', '2026-11-24T02:23:50.833Z', '2026-11-24T02:23:50.997Z'],
  ])('received %s, sent %s, called %s', (received, sent, called, expected) => {
    expect(correctTime(called, sent, new Date(received))).toBe(expected);
  });

  test('without a time of sending the time of the call stands', () => {
    expect(correctTime('2026-11-01T00:00:00Z', undefined, receipt.receivedAt)).toBe('2026-11-01T00:00:00.000Z');
  });

  test('a time that cannot be read becomes the time of receipt', () => {
    expect(correctTime('2015-2-02T00:30:08.276Z', '2015-02-02T00:30:09Z', receipt.receivedAt)).toBe(
      '2026-11-24T02:23:51.002Z',
    );
  });
});

test.each([
  ['/v1/track', 'track'],
  ['/v1/t', 'track'],
  ['/v1/p', 'page'],
  ['/v1/i', 'identify'],
  ['/v1/g', 'group'],
  ['/v1/a', 'alias'],
  ['/v1/s', 'screen'],
  ['/v1/b', 'batch'],
  ['/v1/batch', 'batch'],
  ['/v1/import', 'batch'],
  ['/v1/x', undefined],
  ['/v1/constructor', undefined],
  ['/v2/track', undefined],
])('%s is the method %s', (path, method) => {
  expect(methodOf(path)).toBe(method);
});

test('a call of the browser library leaves as the webhook is documented to receive it', () => {
  const call = {
    timestamp: '2026-11-24T02:23:50.833Z',
    integrations: {},
    event: 'Form Submitted',
    type: 'track',
    properties: { form_id: 'demo' },
    context: { library: { name: 'analytics.js', version: 'npm:next-1.84.3' }, timezone: 'UTC' },
    messageId: 'ajs-next-1795487030833-54464744',
    anonymousId: '240b5446',
    writeKey: 'WK',
    userId: null,
    sentAt: '2026-11-24T02:23:50.838Z',
    _metadata: { bundled: ['Segment.io'] },
  };
  expect(read('track', call)).toEqual({
    dropped: 0,
    messages: [
      {
        _metadata: { bundled: ['Segment.io'] },
        anonymousId: '240b5446',
        channel: 'client',
        context: {
          ip: '203.0.113.9',
          library: { name: 'analytics.js', version: 'npm:next-1.84.3' },
          timezone: 'UTC',
        },
        event: 'Form Submitted',
        integrations: {},
        messageId: 'ajs-next-1795487030833-54464744',
        originalTimestamp: '2026-11-24T02:23:50.833Z',
        projectId: 'P0OJ3CTID1',
        properties: { form_id: 'demo' },
        receivedAt: '2026-11-24T02:23:51.002Z',
        sentAt: '2026-11-24T02:23:50.838Z',
        timestamp: '2026-11-24T02:23:50.997Z',
        type: 'track',
        userId: null,
        version: 2,
      },
    ],
  });
});

test("a batch lends its context, integrations and sentAt to its items, and the items' own values win", () => {
  const { messages } = read('batch', {
    context: { timezone: 'UTC', app: { name: 'shop' } },
    integrations: { All: true, Salesforce: false },
    sentAt: '2026-11-24T02:23:50.000Z',
    batch: [
      { type: 'track', event: 'A', userId: 'u1', timestamp: '2026-11-24T02:23:40.000Z' },
      { type: 'page', userId: 'u1', context: { timezone: 'Europe/Helsinki' }, sentAt: '2026-11-24T02:23:51.000Z' },
    ],
  });
  expect(messages[0]).toMatchObject({
    context: { timezone: 'UTC', app: { name: 'shop' } },
    integrations: { All: true, Salesforce: false },
    timestamp: '2026-11-24T02:23:41.002Z',
  });
  expect(messages[1]).toMatchObject({
    context: { timezone: 'Europe/Helsinki', app: { name: 'shop' } },
    sentAt: '2026-11-24T02:23:51.000Z',
  });
});

test('a message of a server keeps no address of its sender', () => {
  const message = one({
    type: 'track',
    event: 'A',
    userId: 'u1',
    context: { library: { name: '@segment/analytics-node' } },
  });
  expect(message).toMatchObject({ channel: 'server', context: { library: { name: '@segment/analytics-node' } } });
  expect(message?.context).not.toHaveProperty('ip');
});

test('a message without messageId gets one', () => {
  expect(one({ type: 'track', event: 'A', userId: 'u1' })?.messageId).toBe('made-here');
});

test('the path says the type of a single call', () => {
  expect(read('identify', { userId: 'u1', traits: {} }).messages[0]?.type).toBe('identify');
});

describe('an invalid message is dropped and its neighbours are kept', () => {
  test.each<[string, unknown]>([
    ['no id', { type: 'track', event: 'A' }],
    ['empty id', { type: 'track', event: 'A', userId: '' }],
    ['id is a number', { type: 'track', event: 'A', userId: 7 }],
    ['no event name', { type: 'track', userId: 'u1' }],
    ['event name is a number', { type: 'track', event: 5, userId: 'u1' }],
    ['properties are a text', { type: 'track', event: 'A', userId: 'u1', properties: 'x' }],
    ['traits are a list', { type: 'identify', userId: 'u1', traits: [] }],
    ['unknown type', { type: 'delete', userId: 'u1' }],
    ['not an object', 'track'],
  ])('%s', (_, invalid) => {
    const valid = { type: 'track', event: 'Kept', userId: 'u1' };
    const { messages, dropped } = read('batch', { batch: [invalid, valid] });
    expect(dropped).toBe(1);
    expect(messages.map((message) => message.event)).toEqual(['Kept']);
  });
});

test.each([
  [undefined, true],
  [{ All: true }, true],
  [{ Markettailor: false }, false],
  [{ All: false }, false],
  [{ All: false, Markettailor: true }, true],
  [{ All: false, Markettailor: { option: 1 } }, true],
  [{ markettailor: false }, true],
])('integrations %j: meant for the destination %s', (integrations, expected) => {
  const message = one({ type: 'track', event: 'A', userId: 'u1', integrations });
  expect(message && isMeantFor('Markettailor', message)).toBe(expected);
});
