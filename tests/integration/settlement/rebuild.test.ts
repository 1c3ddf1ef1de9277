import { describe, expect, test } from 'vitest';
import { rebuildRollUps } from '@/lib/settlement/rebuild';
import { settleWorkspace } from '@/lib/settlement/settle';
import { updateWorkspace } from '@/lib/workspaces/update-workspace';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const database = useTestDatabase();
const NOW = new Date('2026-11-24T12:30:00Z');
const LATE_EVENING = new Date('2026-11-20T23:30:00Z');

async function workspaceWith(...times: Date[]): Promise<string> {
  const { workspaceId } = await createTestWorkspace(database.db, { now: NOW });
  await storeMessages(
    database.db,
    workspaceId,
    times.map((occurredAt) => ({ occurredAt, receivedAt: NOW })),
  );
  await settleWorkspace(database.db, workspaceId, NOW);
  return workspaceId;
}

async function days(workspaceId: string): Promise<string[]> {
  const rows = await database.db.goalDay.findMany({
    where: { workspaceId, events: { not: 0 } },
    orderBy: { day: 'asc' },
  });
  return rows.map(({ day, events }) => `${day.toISOString().slice(0, 10)} ${events}`);
}

const moveTo = (workspaceId: string, timeZone: string) =>
  updateWorkspace(database.db, workspaceId, { timeZone, actor: 'ada@example.com', now: NOW });

describe('another time zone', () => {
  test('counts all days anew, and messages that still wait once they are settled', async () => {
    const workspaceId = await workspaceWith(LATE_EVENING, LATE_EVENING);
    await storeMessages(database.db, workspaceId, [
      { occurredAt: LATE_EVENING },
      { occurredAt: LATE_EVENING, excludedReason: 'test traffic' },
    ]);
    expect(await days(workspaceId)).toEqual(['2026-11-20 2']);
    await moveTo(workspaceId, 'Asia/Tokyo');
    expect(await days(workspaceId)).toEqual(['2026-11-21 2']);
    await settleWorkspace(database.db, workspaceId, NOW);
    expect(await days(workspaceId)).toEqual(['2026-11-21 3']);
  });

  test('beside settling batches loses and doubles nothing', async () => {
    const workspaceId = await workspaceWith(LATE_EVENING);
    await storeMessages(database.db, workspaceId, Array(60).fill({ occurredAt: LATE_EVENING }));
    const settle = async () => {
      for (let i = 0; i < 20; i++) await settleWorkspace(database.db, workspaceId, NOW, 4);
    };
    const move = async () => {
      for (const zone of ['Asia/Tokyo', 'UTC', 'Asia/Tokyo']) await moveTo(workspaceId, zone);
    };
    await Promise.all([settle(), move()]);
    while ((await settleWorkspace(database.db, workspaceId, NOW)).hasMore);
    expect(await days(workspaceId)).toEqual(['2026-11-21 61']);
  });

  test('of one workspace leaves the others alone', async () => {
    const [one, other] = [await workspaceWith(LATE_EVENING), await workspaceWith(LATE_EVENING)];
    await moveTo(one, 'Asia/Tokyo');
    expect([await days(one), await days(other)]).toEqual([['2026-11-21 1'], ['2026-11-20 1']]);
  });
});

describe('a rebuild', () => {
  test('mends counters that are wrong, missing or too many', async () => {
    const workspaceId = await workspaceWith(LATE_EVENING, NOW, NOW);
    const read = async () => [
      await days(workspaceId),
      await database.db.goalHour.findMany({ where: { workspaceId } }),
      await database.db.integrationHour.findMany({ where: { workspaceId } }),
      await database.db.goal.findMany({ where: { workspaceId } }),
    ];
    const right = await read();
    await database.db.goalDay.updateMany({ where: { workspaceId }, data: { events: 7 } });
    await database.db.goalHour.deleteMany({ where: { workspaceId } });
    await database.db.integrationHour.create({ data: { workspaceId, kind: 'segment', hour: LATE_EVENING, events: 1 } });
    await database.db.goal.updateMany({ where: { workspaceId }, data: { firstSeenAt: null, lastSeenAt: NOW } });
    expect(await read()).not.toEqual(right);
    await rebuildRollUps(database.db, workspaceId, NOW);
    expect(await read()).toEqual(right);
  });
});
