import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { settleWorkspace } from '@/lib/settlement/settle';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const database = useTestDatabase();
const NOW = new Date('2026-11-24T12:30:00Z');
const at = (time: string) => new Date(`2026-11-24T${time}Z`);
const [user, other, browser, shared] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

async function workspace(): Promise<string> {
  return (await createTestWorkspace(database.db, { now: NOW })).workspaceId;
}

async function settle(workspaceId: string): Promise<void> {
  await settleWorkspace(database.db, workspaceId, NOW);
}

async function keysLeft(workspaceId: string): Promise<string[]> {
  const messages = await database.db.message.findMany({ where: { workspaceId }, select: { key: true } });
  return messages.map(({ key }) => key).sort();
}

/** Events by counter: the hours' and the days' of goals, and the hours' of integrations. */
async function counted(workspaceId: string): Promise<number[]> {
  const where = { workspaceId };
  const counters = [
    await database.db.goalHour.findMany({ where }),
    await database.db.goalDay.findMany({ where }),
    await database.db.integrationHour.findMany({ where }),
  ];
  return counters.map((rows) => rows.reduce((sum, { events }) => sum + Number(events), 0));
}

async function tombstones(workspaceId: string): Promise<Record<string, string>> {
  const rows = await database.db.tombstone.findMany({ where: { workspaceId } });
  return Object.fromEntries(rows.map(({ aliasHash, erasedAt }) => [aliasHash, erasedAt.toISOString()]));
}

describe('a delete message', () => {
  test('erases what has the user id or an anonymous id of that user alone, and takes it from the counters', async () => {
    const workspaceId = await workspace();
    const receivedAt = at('10:00:00');
    await storeMessages(database.db, workspaceId, [
      { userId: user, receivedAt },
      { userId: user, anonymousId: browser, type: 'identify', receivedAt },
      { anonymousId: browser, receivedAt },
      { userId: user, anonymousId: shared, receivedAt },
    ]);
    const kept = await storeMessages(database.db, workspaceId, [
      { userId: other, anonymousId: shared, receivedAt },
      { anonymousId: shared, receivedAt },
      { anonymousId: randomUUID(), receivedAt },
      { receivedAt },
    ]);
    await settle(workspaceId);
    expect(await counted(workspaceId)).toEqual([7, 7, 8]);

    const deletes = await storeMessages(database.db, workspaceId, [
      { type: 'delete', userId: user, receivedAt: at('11:00:00'), occurredAt: at('10:59:00') },
    ]);
    await settle(workspaceId);
    expect(await keysLeft(workspaceId)).toEqual([...kept, ...deletes].sort());
    expect(await counted(workspaceId)).toEqual([4, 4, 5]);
    expect(await tombstones(workspaceId)).toEqual({
      [user]: '2026-11-24T11:00:00.000Z',
      [browser]: '2026-11-24T11:00:00.000Z',
    });
  });

  test('gives the same result in one batch with what it erases', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [
      { anonymousId: browser, receivedAt: at('10:00:00') },
      { anonymousId: browser, userId: user, receivedAt: at('10:00:01') },
      { type: 'delete', userId: user, receivedAt: at('11:00:00') },
    ]);
    await settle(workspaceId);
    expect(await keysLeft(workspaceId)).toHaveLength(1);
    expect(await counted(workspaceId)).toEqual([0, 0, 1]);
    expect(Object.keys(await tombstones(workspaceId)).sort()).toEqual([user, browser].sort());
  });

  test('leaves other workspaces alone', async () => {
    const [a, b] = [await workspace(), await workspace()];
    for (const workspaceId of [a, b])
      await storeMessages(database.db, workspaceId, [{ userId: user, receivedAt: at('10:00:00') }]);
    await storeMessages(database.db, a, [{ type: 'delete', userId: user, receivedAt: at('11:00:00') }]);
    await settle(a);
    await settle(b);
    expect([await counted(a), await counted(b)]).toEqual([
      [0, 0, 1],
      [1, 1, 1],
    ]);
    expect(await tombstones(b)).toEqual({});
  });

  test('erases nothing when it has no user id that could be somebody', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [
      { userId: null, anonymousId: null },
      { type: 'delete', userId: null, anonymousId: browser },
    ]);
    await settle(workspaceId);
    expect(await keysLeft(workspaceId)).toHaveLength(2);
    expect(await tombstones(workspaceId)).toEqual({});
  });

  test('keeps what the person does after coming back', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [
      { userId: user, receivedAt: at('10:00:00') },
      { type: 'delete', userId: user, receivedAt: at('11:00:00') },
      { userId: user, receivedAt: at('11:00:00.001') },
    ]);
    await settle(workspaceId);
    expect(await counted(workspaceId)).toEqual([1, 1, 2]);
  });

  test('is in force until the latest event time of what it erased, whatever its own clock says', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [
      { userId: user, receivedAt: at('10:00:00'), occurredAt: at('20:00:00') }, // a clock that runs ahead
      { type: 'delete', userId: user, receivedAt: at('11:00:00'), occurredAt: at('12:00:00') },
    ]);
    await settle(workspaceId);
    expect(await counted(workspaceId)).toEqual([0, 0, 1]);
    expect(await tombstones(workspaceId)).toEqual({ [user]: '2026-11-24T20:00:00.000Z' });
  });

  test('of two people with one anonymous id erases it when both have asked, in one batch or in two', async () => {
    for (const batchMax of [1, 10]) {
      const workspaceId = await workspace();
      await storeMessages(database.db, workspaceId, [
        { userId: user, anonymousId: shared, receivedAt: at('10:00:00') },
        { userId: other, anonymousId: shared, receivedAt: at('10:00:01') },
        { anonymousId: shared, receivedAt: at('10:00:02') },
        { type: 'delete', userId: user, receivedAt: at('11:00:00') },
        { type: 'delete', userId: other, receivedAt: at('11:00:01') },
      ]);
      while ((await settleWorkspace(database.db, workspaceId, NOW, batchMax)).hasMore);
      expect(await keysLeft(workspaceId)).toHaveLength(2);
      expect(await counted(workspaceId)).toEqual([0, 0, 2]);
    }
  });

  test('that comes again with another message id never takes an erasure back', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [{ type: 'delete', userId: user, receivedAt: at('11:00:00') }]);
    await settle(workspaceId);
    await storeMessages(database.db, workspaceId, [{ type: 'delete', userId: user, receivedAt: at('10:00:00') }]);
    await settle(workspaceId);
    expect(await tombstones(workspaceId)).toEqual({ [user]: '2026-11-24T11:00:00.000Z' });
  });
});

describe('a message that was committed beside an erasure', () => {
  test('is removed when it is settled, makes no goal, and is counted as suppressed', async () => {
    const workspaceId = await workspace();
    await database.db.tombstone.createMany({
      data: [user, browser].map((aliasHash) => ({ workspaceId, aliasHash, erasedAt: at('11:00:00') })),
    });
    await storeMessages(database.db, workspaceId, [
      { name: 'A', userId: user, receivedAt: NOW, occurredAt: at('11:00:00') },
      { name: 'B', anonymousId: browser, receivedAt: NOW, occurredAt: at('09:00:00') },
    ]);
    const kept = await storeMessages(database.db, workspaceId, [
      { name: 'C', userId: user, receivedAt: NOW, occurredAt: at('11:00:00.001') },
      { name: 'D', userId: other, receivedAt: NOW, occurredAt: at('09:00:00') },
    ]);
    await settle(workspaceId);
    expect(await keysLeft(workspaceId)).toEqual([...kept].sort());
    const goals = await database.db.goal.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } });
    expect(goals.map(({ name }) => name)).toEqual(['C', 'D']);
    expect(await database.db.deliveryDay.findMany({ where: { workspaceId } })).toMatchObject([
      { outcome: 'suppressed', day: new Date('2026-11-24'), count: 2n },
    ]);
  });

  test('and is still waiting when its person is forgotten, is taken from no counter', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [{ type: 'delete', userId: user, receivedAt: at('11:00:00') }]);
    await storeMessages(database.db, workspaceId, [
      { userId: user, receivedAt: at('11:00:01'), occurredAt: at('10:00:00') },
    ]);
    await settleWorkspace(database.db, workspaceId, NOW, 1);
    expect(await counted(workspaceId)).toEqual([0, 0, 1]);
    await settle(workspaceId);
    expect(await counted(workspaceId)).toEqual([0, 0, 1]);
    expect(await keysLeft(workspaceId)).toHaveLength(1);
  });
});
