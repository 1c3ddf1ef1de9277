import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { EXCLUDED_REASONS } from '@/lib/event';
import { DISCOVERED_GOALS_MAX, goalRule } from '@/lib/goals/counts';
import { settleWorkspace } from '@/lib/settlement/settle';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const database = useTestDatabase();
const NOW = new Date('2026-11-24T12:30:00Z');

async function workspace(timeZone?: string): Promise<string> {
  return (await createTestWorkspace(database.db, { timeZone, now: NOW })).workspaceId;
}

async function settleAll(workspaceId: string, batchMax?: number): Promise<void> {
  while ((await settleWorkspace(database.db, workspaceId, NOW, batchMax)).hasMore);
}

async function goalNames(workspaceId: string): Promise<string[]> {
  const goals = await database.db.goal.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } });
  return goals.map(({ name }) => name);
}

async function eventsOf(workspaceId: string, name: string): Promise<number> {
  const days = await database.db.goalDay.findMany({ where: { workspaceId, goal: { name } } });
  return days.reduce((sum, { events }) => sum + Number(events), 0);
}

describe('discovering goals', () => {
  test('each distinct name of a track call becomes a goal once, seen from its first event to its last', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [
      { name: 'B', occurredAt: new Date('2026-11-24T10:00:00.123Z') },
      { name: 'A', occurredAt: new Date('2026-11-20T10:00:00Z') },
      { type: 'page' },
      { type: 'identify' },
    ]);
    await settleAll(workspaceId);
    await storeMessages(database.db, workspaceId, [{ name: 'B', occurredAt: new Date('2026-11-19T23:59:59.999Z') }]);
    await settleAll(workspaceId);

    expect(await goalNames(workspaceId)).toEqual(['A', 'B']);
    expect(await database.db.goal.findFirst({ where: { workspaceId, name: 'B' } })).toMatchObject({
      source: 'segment',
      type: 'track',
      isMain: false,
      isVisible: true,
      firstSeenAt: new Date('2026-11-19T23:59:59.999Z'),
      lastSeenAt: new Date('2026-11-24T10:00:00.123Z'),
    });
  });

  test.each([null, ...EXCLUDED_REASONS])(
    'excluded as %s: makes a goal and counts for one as the rule says',
    async (reason) => {
      const workspaceId = await workspace();
      await storeMessages(database.db, workspaceId, [{ name: 'New', excludedReason: reason }, { name: 'Known' }]);
      await settleAll(workspaceId);
      await storeMessages(database.db, workspaceId, [{ name: 'Known', excludedReason: reason }]);
      await settleAll(workspaceId);

      expect((await goalNames(workspaceId)).includes('New')).toBe(goalRule(reason) === 'discovers');
      expect(await eventsOf(workspaceId, 'Known')).toBe(goalRule(reason) === 'ignored' ? 1 : 2);
    },
  );

  test('a message that counts without making a goal counts as well when the goal comes later', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [
      { name: 'Later', excludedReason: 'consent withheld', occurredAt: new Date('2026-11-01T00:00:00Z') },
      { name: 'Later', excludedReason: 'test traffic' },
      { name: 'Never', excludedReason: 'consent withheld' },
    ]);
    await settleAll(workspaceId);
    await storeMessages(database.db, workspaceId, [
      { name: 'Later' },
      { name: 'Later', excludedReason: 'consent withheld' },
    ]);
    await settleAll(workspaceId);

    expect(await goalNames(workspaceId)).toEqual(['Later']);
    expect(await eventsOf(workspaceId, 'Later')).toBe(3);
    const goal = await database.db.goal.findFirstOrThrow({ where: { workspaceId } });
    expect(goal.firstSeenAt).toEqual(new Date('2026-11-01T00:00:00Z'));
  });

  test('an archived goal goes on counting and stays archived', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [{ name: 'Old' }]);
    await settleAll(workspaceId);
    await database.db.goal.updateMany({ where: { workspaceId }, data: { archivedAt: NOW } });
    await storeMessages(database.db, workspaceId, [{ name: 'Old' }]);
    await settleAll(workspaceId);

    expect(await eventsOf(workspaceId, 'Old')).toBe(2);
    expect(await database.db.goal.findMany({ where: { workspaceId } })).toMatchObject([{ archivedAt: NOW }]);
  });

  test('no more than 500 names, with two settlers at once; events of the others are counted, known goals go on', async () => {
    const workspaceId = await workspace();
    const names = Array.from({ length: DISCOVERED_GOALS_MAX + 40 }, (_, i) => `Event ${i}`);
    await storeMessages(
      database.db,
      workspaceId,
      names.map((name) => ({ name, receivedAt: NOW })),
    );
    const settlers = [1, 2].map(async () => {
      for (let i = 0; i < 60; i++) await settleWorkspace(database.db, workspaceId, NOW, 23);
    });
    await Promise.all(settlers);
    expect(await database.db.unsettledMessage.count({ where: { workspaceId } })).toBe(0);
    expect(await database.db.goal.count({ where: { workspaceId } })).toBe(DISCOVERED_GOALS_MAX);

    const [known] = await goalNames(workspaceId);
    await storeMessages(database.db, workspaceId, [{ name: known }, { name: 'Event again too many', receivedAt: NOW }]);
    await settleAll(workspaceId);
    expect(await database.db.goal.count({ where: { workspaceId } })).toBe(DISCOVERED_GOALS_MAX);
    expect(await eventsOf(workspaceId, known ?? '')).toBe(2);
    const over = await database.db.deliveryDay.findMany({ where: { workspaceId, outcome: 'over-name-limit' } });
    expect(over).toMatchObject([{ day: new Date('2026-11-24'), name: '', count: 41n }]);
  });
});

describe('rolling up', () => {
  test('days are days in the zone of the workspace, hours are UTC', async () => {
    const workspaceId = await workspace('Asia/Kolkata'); // UTC+5:30
    await storeMessages(database.db, workspaceId, [
      { occurredAt: new Date('2026-11-23T18:29:59.999Z') },
      { occurredAt: new Date('2026-11-23T18:30:00Z') },
      { occurredAt: new Date('2026-11-23T18:59:00Z') },
    ]);
    await settleAll(workspaceId);
    const days = await database.db.goalDay.findMany({ where: { workspaceId }, orderBy: { day: 'asc' } });
    expect(days).toMatchObject([
      { day: new Date('2026-11-23'), events: 1n },
      { day: new Date('2026-11-24'), events: 2n },
    ]);
    const hours = await database.db.goalHour.findMany({ where: { workspaceId } });
    expect(hours).toMatchObject([{ hour: new Date('2026-11-23T18:00:00Z'), events: 3n }]);
  });

  test('an integration counts every message, those included that count for no goal', async () => {
    const workspaceId = await workspace();
    const occurredAt = new Date('2026-11-24T11:00:00Z');
    const messages = [null, ...EXCLUDED_REASONS].map((excludedReason) => ({ excludedReason, occurredAt }));
    await storeMessages(database.db, workspaceId, [
      ...messages,
      { type: 'page', occurredAt },
      { type: 'delete', occurredAt },
    ]);
    await settleAll(workspaceId);
    expect(await database.db.integrationHour.findMany({ where: { workspaceId } })).toMatchObject([
      { kind: 'segment', hour: occurredAt, events: BigInt(EXCLUDED_REASONS.length + 3) },
    ]);
  });

  test('hours older than two days are not kept, and go when they have grown older', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [
      { occurredAt: new Date('2026-11-22T11:59:00Z') },
      { occurredAt: new Date('2026-11-22T12:00:00Z') },
    ]);
    await settleAll(workspaceId);
    expect(await database.db.goalHour.count({ where: { workspaceId } })).toBe(1);
    await storeMessages(database.db, workspaceId, [{ type: 'page' }]);
    await settleWorkspace(database.db, workspaceId, new Date('2026-11-24T13:00:00Z'));
    expect(await database.db.goalHour.count({ where: { workspaceId } })).toBe(0);
    expect(await eventsOf(workspaceId, 'Form Submitted')).toBe(2);
  });

  test('late messages are counted by day of receipt and name of the goal', async () => {
    const workspaceId = await workspace('America/New_York');
    const receivedAt = new Date('2026-11-24T04:59:00Z'); // 23 November in New York
    await storeMessages(database.db, workspaceId, [
      { receivedAt, occurredAt: new Date('2026-11-01T00:00:00Z'), flags: ['late'] },
      { receivedAt, type: 'page', flags: ['late', 'replay'] },
      { receivedAt },
    ]);
    await settleAll(workspaceId);
    const late = await database.db.deliveryDay.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } });
    expect(late).toMatchObject([
      { outcome: 'late', day: new Date('2026-11-23'), name: '', count: 1n },
      { outcome: 'late', day: new Date('2026-11-23'), name: 'Form Submitted', count: 1n },
    ]);
  });

  test('workspaces do not touch each other, not even with the same keys', async () => {
    const [a, b] = [await workspace(), await workspace()];
    const key = randomUUID();
    await storeMessages(database.db, a, [{ key }]);
    await storeMessages(database.db, b, [{ key, name: 'Other' }]);
    await settleAll(a);
    expect(await database.db.unsettledMessage.count({ where: { workspaceId: b } })).toBe(1);
    expect(await goalNames(b)).toEqual([]);
    await settleAll(b);
    expect([await goalNames(a), await goalNames(b)]).toEqual([['Form Submitted'], ['Other']]);
  });

  test('settling says when, and changes the version only when something was settled', async () => {
    const workspaceId = await workspace();
    expect(await settleWorkspace(database.db, workspaceId, NOW)).toEqual({ claimed: 0, hasMore: false });
    const before = await database.db.settlement.findUniqueOrThrow({ where: { workspaceId } });
    await storeMessages(database.db, workspaceId, [{}, {}]);
    expect(await settleWorkspace(database.db, workspaceId, NOW)).toEqual({ claimed: 2, hasMore: false });
    const after = await database.db.settlement.findUniqueOrThrow({ where: { workspaceId } });
    expect([before.version, after.version, after.settledAt]).toEqual([0n, 1n, NOW]);
  });
});
