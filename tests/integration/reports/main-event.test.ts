import { expect, test } from 'vitest';
import { readMainEvent } from '@/lib/reports/main-event';
import { useTestDatabase } from '../../support/database';
import { createTestWorkspace } from '../../support/factories';

const database = useTestDatabase();
const now = new Date('2026-11-24T23:30:00Z'); // already the 25th in Berlin
const timeZone = 'Europe/Berlin';

async function createMainEvent(days: Record<string, number>) {
  const { workspaceId } = await createTestWorkspace(database.db, { timeZone });
  const goal = { workspaceId, source: 'segment', type: 'track', name: 'Order Completed', isMain: true };
  const { id: goalId } = await database.db.goal.create({ data: { ...goal, displayName: 'Order' } });
  await database.db.goalDay.createMany({
    data: Object.entries(days).map(([day, events]) => ({ workspaceId, goalId, day: new Date(day), events })),
  });
  return { id: workspaceId, timeZone };
}

test('a workspace without a main event has none to show', async () => {
  const { workspaceId } = await createTestWorkspace(database.db);
  expect(await readMainEvent(database.db, { id: workspaceId, timeZone }, now)).toBeNull();
});

test('the days have no gaps, end today in the zone of the workspace, and add up to the 60 days', async () => {
  const workspace = await createMainEvent({ '2026-09-01': 1000, '2026-09-26': 1, '2026-11-20': 5, '2026-11-25': 2 });
  const mainEvent = await readMainEvent(database.db, workspace, now);
  expect(mainEvent).toMatchObject({ displayName: 'Order', source: 'segment', events60d: 8 });
  const days = mainEvent?.days ?? [];
  expect(days.at(0)).toEqual({ day: '2026-09-26', events: 1 });
  expect(days.at(-1)).toEqual({ day: '2026-11-25', events: 2 });
  expect(days).toHaveLength(61);
  expect(days.reduce((sum, { events }) => sum + events, 0)).toBe(mainEvent?.events60d);
});

test('an event that a fast clock dated tomorrow is in the days as it is in their sum', async () => {
  const workspace = await createMainEvent({ '2026-11-26': 3 });
  const mainEvent = await readMainEvent(database.db, workspace, now);
  expect(mainEvent?.events60d).toBe(3);
  expect(mainEvent?.days.at(-1)).toEqual({ day: '2026-11-26', events: 3 });
});

test('another workspace sees nothing of it', async () => {
  await createMainEvent({ '2026-11-20': 5 });
  const { workspaceId } = await createTestWorkspace(database.db, { timeZone });
  expect(await readMainEvent(database.db, { id: workspaceId, timeZone }, now)).toBeNull();
});
