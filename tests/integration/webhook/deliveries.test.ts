/** Deliveries beside each other: twice, out of order, in batches, signed, while inactive. */
import { describe, expect, it } from 'vitest';
import { forgetWorkspaceKeys } from '@/lib/integrations/key-cache';
import { secrets } from '@/lib/secrets';
import { settleWorkspace } from '@/lib/settlement/settle';
import { createTestWorkspace } from '../../support/factories';
import { createActiveWorkspace, useReceiver } from '../../support/receiver';
import { basic, event } from '../../support/receiver-requests';

const receiver = useReceiver();

async function outcomes(workspaceId = receiver.workspaceId) {
  const rows = await receiver.db.deliveryDay.findMany({ where: { workspaceId } });
  return Object.fromEntries(
    rows.map(({ outcome, name, count }) => [name ? `${outcome} ${name}` : outcome, Number(count)]),
  );
}

describe('a redelivery', () => {
  it('changes nothing but the count of duplicates', async () => {
    const body = event({ event: 'Twice' });
    for (let i = 0; i < 3; i++) expect((await receiver.send(body)).status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
    expect((await outcomes())['duplicate Twice']).toBe(2);
  });

  it('keeps the first of two messages with one id', async () => {
    const body = event({ event: 'First' });
    await receiver.send(body);
    await receiver.send({ ...body, event: 'Second' });
    expect(await receiver.stored(body.messageId)).toMatchObject([{ name: 'First' }]);
  });

  it('at the same moment is absorbed as well', async () => {
    const body = event({ event: 'At once' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => receiver.send(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
    expect((await outcomes())['duplicate At once']).toBe(49);
  });

  it('under the key of another workspace is another message', async () => {
    const other = await createActiveWorkspace(receiver.db);
    const body = event();
    await receiver.send(body);
    await receiver.post({ headers: { authorization: basic(other.key) }, body });
    expect(await receiver.db.message.count({ where: { messageId: String(body.messageId) } })).toBe(2);
  });

  it('hashes an id differently in every workspace', async () => {
    const other = await createActiveWorkspace(receiver.db);
    const body = event();
    await receiver.send(body);
    await receiver.post({ headers: { authorization: basic(other.key) }, body });
    const rows = await receiver.db.message.findMany({ where: { messageId: String(body.messageId) } });
    expect(new Set(rows.map(({ anonymousId }) => anonymousId)).size).toBe(2);
  });
});

describe('a batch', () => {
  it('is stored whole, whether array or { batch }', async () => {
    for (const wrap of [(items: unknown[]) => items, (batch: unknown[]) => ({ batch })]) {
      const items = [event(), event(), event()];
      expect((await receiver.send(wrap(items))).status).toBe(200);
      for (const { messageId } of items) expect(await receiver.stored(messageId)).toHaveLength(1);
    }
  });

  it('keeps the good and counts the bad', async () => {
    const before = (await outcomes()).rejected ?? 0;
    const good = event();
    expect((await receiver.send([good, event({ event: 5 }), 7, null, event({ type: 'group' })])).status).toBe(200);
    expect(await receiver.stored(good.messageId)).toHaveLength(1);
    expect((await outcomes()).rejected).toBe(before + 4);
  });

  it('of nothing good is refused with the reason of each', async () => {
    const answer = await receiver.send([event({ event: 5 }), event({ type: undefined })]);
    expect(answer.status).toBe(400);
    expect(answer.message).toBe('No message of the batch was accepted (0: event must be a string; 1: Missing type)');
  });

  it('of unsupported types alone is 501', async () => {
    expect((await receiver.send([event({ type: 'group' }), event({ type: 'alias' })])).status).toBe(501);
  });

  it('of one message twice stores it once', async () => {
    const body = event({ event: 'Same array' });
    expect((await receiver.send([body, event(), body, body])).status).toBe(200);
    expect(await receiver.stored(body.messageId)).toHaveLength(1);
    expect((await outcomes())['duplicate Same array']).toBe(2);
  });

  it('shares context, integrations and sentAt, under the message’s own', async () => {
    const own = event({ messageId: 'batch-own', context: { page: { url: 'https://a.example/own' } } });
    const shared = { ...event({ messageId: 'batch-shared' }), context: undefined, integrations: undefined };
    const timed = {
      ...event({
        messageId: 'batch-timed',
        receivedAt: '2026-11-01T00:00:10Z',
        originalTimestamp: '2026-11-01T00:00:00Z',
      }),
      timestamp: undefined,
      sentAt: undefined,
    };
    const body = {
      batch: [own, shared, timed],
      context: { page: { url: 'https://a.example/shared' }, library: { name: 'batch-library' } },
      integrations: { Markettailor: false },
      sentAt: '2026-11-01T00:00:04Z',
    };
    expect((await receiver.send(body)).status).toBe(200);
    expect(await receiver.stored('batch-own')).toMatchObject([
      { url: 'https://a.example/own', library: 'batch-library' },
    ]);
    expect(await receiver.stored('batch-shared')).toMatchObject([
      { url: 'https://a.example/shared', excludedReason: 'not addressed' },
    ]);
    expect((await receiver.stored('batch-timed'))[0]?.occurredAt.toISOString()).toBe('2026-11-01T00:00:06.000Z');
  });

  it('of 4,000 messages is one delivery, within 5 s; one more is too many', async () => {
    const items = Array.from({ length: 4_000 }, () => event({ event: 'Bulk', context: { padding: 'x'.repeat(600) } }));
    const start = performance.now();
    expect((await receiver.send(items)).status).toBe(200);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(await receiver.db.message.count({ where: { workspaceId: receiver.workspaceId, name: 'Bulk' } })).toBe(4_000);
    const answer = await receiver.send([...Array.from({ length: 4_001 }, () => ({ type: 'page' }))]);
    expect(answer).toMatchObject({ status: 413, message: 'A batch holds at most 4000 messages' });
  });

  it('of more than 5 MB is too large', async () => {
    expect((await receiver.send([event({ traits: 'x'.repeat(5 * 1024 * 1024) })])).status).toBe(413);
  });
});

describe('a signature, once a shared secret is set', () => {
  const first = '{"type":"track","event":"Order Completed","anonymousId":"a1","messageId":"m1"}';
  const batch = `[${first},{"type":"track","event":"Second","anonymousId":"a2","messageId":"m2"}]`;

  async function sign(body: string, signature: string | null) {
    const { workspaceId, key } = await createActiveWorkspace(receiver.db);
    await receiver.db.integration.update({
      where: { workspaceId_kind: { workspaceId, kind: 'segment' } },
      data: { sharedSecret: secrets().encrypt('abc123') },
    });
    forgetWorkspaceKeys(workspaceId);
    return receiver.post({ headers: { authorization: basic(key), 'x-signature': signature }, body });
  }

  it.each([
    ['a single message', first, '5a5edb63429e0827055e3903d7df0fc9f26f5d20'],
    ['a batch by its first element', batch, '5a5edb63429e0827055e3903d7df0fc9f26f5d20'],
    ['a batch as a whole', batch, '7777cfbd673dc8455173710021dc3deed255edb0'],
  ])('accepts %s', async (_, body, signature) => expect((await sign(body, signature)).status).toBe(200));

  it('checks the bytes before the message', async () => {
    const answer = await sign('{"event":"Köp ✓"}', '9fff753c4a4cb26715e7be0474b8df1d57e300da');
    expect(answer).toMatchObject({ status: 400, message: 'Missing type' });
  });

  it.each([
    ['a changed byte', first.replace('m1', 'm3'), '5a5edb63429e0827055e3903d7df0fc9f26f5d20'],
    ['no signature', first, null],
    ['a short one', first, '5a5e'],
    ['one that is not hex', first, 'z'.repeat(40)],
    ['a long one', first, 'a'.repeat(8_000)],
    ['an unreadable body', '{', '5a5edb63429e0827055e3903d7df0fc9f26f5d20'],
  ])('refuses %s, though the key is good', async (_, body, signature) => {
    expect(await sign(body, signature)).toMatchObject({ status: 401, message: 'Invalid signature' });
  });

  it('is not needed, nor looked at, without a secret', async () => {
    expect((await receiver.post({ headers: { 'x-signature': 'nonsense' }, body: event() })).status).toBe(200);
  });
});

describe('while the integration is inactive', () => {
  it('a delivery is answered 200, changes the status, and counts for nothing, also later', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(receiver.db);
    const key = { workspaceId_kind: { workspaceId, kind: 'segment' } };
    expect((await receiver.db.integration.findUniqueOrThrow({ where: key })).firstDeliveryAt).toBeNull();
    const body = event({ event: 'While inactive' });
    const send = () => receiver.post({ headers: { authorization: basic(segmentApiKey) }, body });
    expect((await send()).status).toBe(200);
    expect((await receiver.db.integration.findUniqueOrThrow({ where: key })).firstDeliveryAt).not.toBeNull();

    await receiver.db.integration.update({ where: key, data: { isActive: true } });
    forgetWorkspaceKeys(workspaceId);
    expect((await send()).status).toBe(200);
    await settleWorkspace(receiver.db, workspaceId, new Date());
    expect(await receiver.db.message.findMany({ where: { workspaceId } })).toMatchObject([
      { excludedReason: 'integration inactive' },
    ]);
    expect(await receiver.db.goal.count({ where: { workspaceId } })).toBe(0);
  });

  it('an unauthenticated delivery changes no status', async () => {
    const { workspaceId } = await createTestWorkspace(receiver.db);
    await receiver.post({ headers: { authorization: basic('abm_nobody0') }, body: event() });
    expect(await receiver.db.integration.count({ where: { workspaceId, firstDeliveryAt: { not: null } } })).toBe(0);
  });

  it('a refused delivery with a good key does', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(receiver.db);
    await receiver.post({ headers: { authorization: basic(segmentApiKey) }, body: '{' });
    expect(await receiver.db.integration.count({ where: { workspaceId, firstDeliveryAt: { not: null } } })).toBe(1);
  });
});

describe('a goal', () => {
  it('appears by itself for each distinct name, and only for what may be one', async () => {
    const { workspaceId, key } = await createActiveWorkspace(receiver.db);
    const send = (body: object) => receiver.post({ headers: { authorization: basic(key) }, body });
    await send([
      event({ event: 'Form Submitted' }),
      event({ event: 'Form Submitted ' }),
      event({ event: 'form submitted' }),
      event({ event: 'Cafe\u0301' }),
      event({ event: 'Caf\u00e9' }),
      event({ event: 'Experiment Viewed' }),
      event({ type: 'page', name: 'Home' }),
      event({ type: 'identify' }),
    ]);
    await settleWorkspace(receiver.db, workspaceId, new Date());
    const goals = await receiver.db.goal.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } });
    expect(goals.map(({ name }) => name).sort()).toEqual(['Café', 'Form Submitted', 'form submitted'].sort());
    expect(goals.every(({ isMain, isVisible, source }) => !isMain && isVisible && source === 'segment')).toBe(true);
  });
});

describe('a delete message', () => {
  it('erases the person, and a late redelivery does not bring them back', async () => {
    const { workspaceId, key } = await createActiveWorkspace(receiver.db);
    const send = (body: object) => receiver.post({ headers: { authorization: basic(key) }, body });
    const settle = () => settleWorkspace(receiver.db, workspaceId, new Date());
    const events = () => receiver.db.message.count({ where: { workspaceId, type: { not: 'delete' } } });
    const identified = event({ userId: '5678', anonymousId: 'browser-1' });
    const before = event({ anonymousId: 'browser-1' });
    const other = event({ anonymousId: 'browser-2' });
    await send([identified, before, other]);
    await settle();
    expect(await events()).toBe(3);

    const erasure = {
      type: 'delete',
      channel: 'server',
      messageId: 'delete-1',
      userId: '5678',
      context: [],
      integrations: [],
    };
    expect((await send({ ...erasure, timestamp: new Date().toISOString() })).status).toBe(200);
    await settle();
    expect(await events()).toBe(1);

    expect((await send([identified, before])).status).toBe(200);
    await settle();
    expect(await events()).toBe(1);
    expect(await outcomes(workspaceId)).toMatchObject({ 'suppressed Form Submitted': 2 });
  });

  it('needs a user id', async () => {
    expect(await receiver.send({ type: 'delete', messageId: 'delete-2', anonymousId: 'a' })).toMatchObject({
      status: 400,
      message: 'Missing userId',
    });
  });
});
