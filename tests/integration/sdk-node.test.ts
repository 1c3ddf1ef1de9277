/** The published @segment/analytics-node, pointed at us directly and through the stand-in for Segment. */
import { Analytics } from '@segment/analytics-node';
import { afterEach, describe, expect, test } from 'vitest';
import { type Segment, type SegmentOptions, startSegment } from '@/lib/demo/segment';
import { secrets } from '@/lib/secrets';
import { createActiveWorkspace, useReceiver } from '../support/receiver';

const receiver = useReceiver();
const HOUR_MS = 3_600_000;

let open: Segment[] = [];
afterEach(async () => {
  await Promise.all(open.map((segment) => segment.close()));
  open = [];
});

/** What a server says in an hour: every kind of call that is kept, one that is not, and one in the past. */
async function speak(host: string, writeKey: string, flushAt: number): Promise<void> {
  const analytics = new Analytics({ writeKey, host, flushAt, flushInterval: 100 });
  const errors: unknown[] = [];
  analytics.on('error', (error) => errors.push(error));
  const past = new Date(Date.now() - HOUR_MS);
  analytics.identify({ userId: 'u1', anonymousId: 'a1', traits: { email: 'ann@example.com' }, messageId: 'identify' });
  analytics.page({ anonymousId: 'a1', properties: { url: 'https://shop.example/?q=1' }, messageId: 'page' });
  analytics.group({ userId: 'u1', groupId: 'g1', messageId: 'group' });
  analytics.track({ event: 'Order Completed', userId: 'u1', properties: { revenue: 22.5 }, messageId: 'order' });
  analytics.track({ event: ' Köp ✓ ', anonymousId: 'a2', timestamp: past, messageId: 'past' });
  for (let i = 0; i < 40; i++) analytics.track({ event: 'Product Viewed', userId: `v${i}`, messageId: `view ${i}` });
  await analytics.closeAndFlush({ timeout: 10_000 });
  expect(errors).toEqual([]);
}

const stored = async (workspaceId: string) => {
  const rows = await receiver.db.message.findMany({ where: { workspaceId } });
  return new Map(rows.map((row) => [row.messageId, row]));
};

async function expectEveryRowOnce(workspaceId: string): Promise<void> {
  const rows = await stored(workspaceId);
  const views = Array.from({ length: 40 }, (_, i) => `view ${i}`);
  expect([...rows.keys()].sort()).toEqual(['identify', 'order', 'page', 'past', ...views].sort());
  expect(await receiver.db.message.count({ where: { workspaceId } })).toBe(44);
  const anonymous = (id: string) => secrets().hashAlias(workspaceId, 'anonymous', id);
  const user = (id: string) => secrets().hashAlias(workspaceId, 'user', id);
  const fromServer = { source: 'segment', library: '@segment/analytics-node', excludedReason: null, url: null };
  expect(rows.get('order')).toMatchObject({
    ...fromServer,
    type: 'track',
    name: 'Order Completed',
    userId: user('u1'),
    anonymousId: null,
    properties: { revenue: 22.5 },
  });
  expect(rows.get('past')).toMatchObject({ ...fromServer, name: 'Köp ✓', anonymousId: anonymous('a2'), userId: null });
  expect(rows.get('page')).toMatchObject({ type: 'page', name: null, url: 'https://shop.example/' });
  expect(rows.get('identify')).toMatchObject({
    type: 'identify',
    anonymousId: anonymous('a1'),
    userId: user('u1'),
    properties: {},
  });
  expect(secondsAgo(rows.get('order')?.occurredAt)).toBeLessThan(20);
  expect(Math.abs(secondsAgo(rows.get('past')?.occurredAt) - 3_600)).toBeLessThan(20);
}

function secondsAgo(time: Date | undefined): number {
  return (Date.now() - (time?.getTime() ?? Number.NaN)) / 1000;
}

test.each([1, 15, 100])(
  'pointed at us directly, with %i calls a request, every call becomes its row',
  async (flushAt) => {
    const { workspaceId, key } = await createActiveWorkspace(receiver.db);
    await speak(receiver.origin, key, flushAt);
    await expectEveryRowOnce(workspaceId);
  },
);

test('a wrong write key is told to the library and stores nothing', async () => {
  const analytics = new Analytics({ writeKey: 'wrong', host: receiver.origin, flushAt: 1, maxRetries: 0 });
  const error = new Promise<{ code: string }>((resolve) => analytics.on('error', resolve));
  analytics.track({ event: 'Order Completed', userId: 'u1', messageId: 'never' });
  expect(await error).toMatchObject({ code: 'delivery_failure', reason: { message: '[401] Unauthorized' } });
  expect(await receiver.db.message.count({ where: { messageId: 'never' } })).toBe(0);
});

describe('through the stand-in for Segment', () => {
  const cases: [string, Partial<SegmentOptions>][] = [
    ['in order', { concurrency: 1 }],
    ['eight at a time', {}],
    ['out of order', { outOfOrderMs: 400, seed: 11 }],
    ['each delivered twice, out of order', { outOfOrderMs: 400, duplicates: 1, seed: 12 }],
  ];

  test.each(cases)('%s: every call becomes its row once', async (_, options) => {
    const { workspaceId, key } = await createActiveWorkspace(receiver.db);
    const webhook = { url: `${receiver.origin}/api/segment`, apiKey: key };
    const segment = await startSegment({ webhook, ...options });
    open.push(segment);
    await speak(segment.address, 'any', 15);
    await segment.idle();
    expect(segment.discards()).toEqual([]);
    await expectEveryRowOnce(workspaceId);
    expect(await duplicatesOf(workspaceId)).toBe(segment.stats().delivered - 44);
    expect(segment.stats()).toMatchObject({ accepted: 45, filtered: 1, delivered: options.duplicates ? 88 : 44 });
  });
});

async function duplicatesOf(workspaceId: string): Promise<number> {
  const days = await receiver.db.deliveryDay.findMany({ where: { workspaceId, outcome: 'duplicate' } });
  return days.reduce((sum, day) => sum + Number(day.count), 0);
}
