import { describe, expect, test } from 'vitest';
import type { ExcludedReason } from '@/lib/event';
import { findGoal, GOAL_SORTS, type GoalQuery, listGoals } from '@/lib/reports/manage';
import { settleWorkspace } from '@/lib/settlement/settle';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages, type TestMessage } from '@/tests/support/messages';

const database = useTestDatabase();
const NOW = new Date('2026-11-24T12:30:00Z');

async function workspaceWith(messages: TestMessage[], timeZone?: string): Promise<string> {
  const { workspaceId } = await createTestWorkspace(database.db, { timeZone, now: NOW });
  await storeMessages(database.db, workspaceId, messages);
  await settleWorkspace(database.db, workspaceId, NOW);
  return workspaceId;
}

const list = (workspaceId: string, query: Partial<GoalQuery> = {}) =>
  listGoals(database.db, workspaceId, { now: NOW, ...query });
const names = async (workspaceId: string, query: Partial<GoalQuery> = {}) =>
  (await list(workspaceId, query)).goals.map(({ name }) => name);
const at = (name: string, time: string, excludedReason: ExcludedReason | null = null): TestMessage => ({
  name,
  occurredAt: new Date(time),
  receivedAt: NOW,
  excludedReason,
});

describe('a row of Manage', () => {
  test('has every field, and says why its metrics are not defined', async () => {
    const workspaceId = await workspaceWith([at('Form Submitted', '2026-11-24T10:00:00Z')]);
    const { goals, total, nextCursor } = await list(workspaceId);
    expect({ total, nextCursor }).toEqual({ total: 1, nextCursor: null });
    expect(goals).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'Form Submitted',
        displayName: 'Form Submitted',
        source: 'segment',
        type: 'track',
        attachedTo: null,
        isMain: false,
        visible: true,
        archivedAt: null,
        firstSeenAt: '2026-11-24T10:00:00.000Z',
        lastSeenAt: '2026-11-24T10:00:00.000Z',
        events24h: 1,
        events60d: 1,
        events: 1,
        personalized: { visitors: 0, conversions: 0, rate: null },
        control: { visitors: 0, conversions: 0, rate: null },
        lift: null,
        undefinedReason: 'no campaigns',
      },
    ]);
    expect(await findGoal(database.db, workspaceId, goals[0]?.id ?? '', NOW)).toEqual(goals[0]);
  });

  test('counts 24 hours by hours, from the start of the hour a day ago', async () => {
    const workspaceId = await workspaceWith([
      at('A', '2026-11-23T11:59:59.999Z'),
      at('A', '2026-11-23T12:00:00Z'),
      at('A', '2026-11-24T12:29:59Z'),
    ]);
    expect((await list(workspaceId)).goals).toMatchObject([{ events24h: 2, events60d: 3 }]);
  });

  test('counts 60 days by days in the zone of the workspace', async () => {
    // 25 September begins in Auckland (UTC+12) at noon UTC of the 24th; now is 25 November there.
    const messages = [
      at('A', '2026-09-25T11:59:59.999Z'),
      at('A', '2026-09-25T12:00:00Z'),
      at('A', '2026-11-24T12:00:00Z'),
    ];
    const workspaceId = await workspaceWith(messages, 'Pacific/Auckland');
    expect((await list(workspaceId)).goals).toMatchObject([{ events60d: 2 }]);
  });

  test('counts the events of the asked range, both days included, given as days or as instants', async () => {
    const workspaceId = await workspaceWith(
      ['2026-10-31T23:30:00Z', '2026-11-01T22:59:59Z', '2026-11-02T23:00:00Z'].map((time) => at('A', time)),
      'Europe/Berlin', // 1 November 00:30, 1 November 23:59:59, 3 November 00:00
    );
    const events = async (from?: string, to?: string) => (await list(workspaceId, { from, to })).goals[0]?.events;
    expect(await events('2026-11-01', '2026-11-01')).toBe(2);
    expect(await events('2026-11-02', '2026-11-02')).toBe(0);
    expect(await events('2026-11-02')).toBe(1);
    expect(await events(undefined, '2026-11-02')).toBe(2);
    expect(await events('2026-10-31T23:30:00Z', '2026-11-01T00:00:00Z')).toBe(2);
    expect(await events('2020-01-01', '2020-12-31')).toBe(0);
    expect(await events()).toBe(3);
  });

  test('counts what was seen long ago in a range that reaches there', async () => {
    const workspaceId = await workspaceWith([at('A', '2024-02-29T12:00:00Z')]);
    expect((await list(workspaceId, { from: '2024-01-01' })).goals).toMatchObject([{ events60d: 0, events: 1 }]);
  });
});

describe('the list', () => {
  async function threeGoals() {
    const workspaceId = await workspaceWith([
      at('Order Completed', '2026-11-24T10:00:00Z'),
      at('order 10', '2026-11-24T11:00:00Z'),
      at('order 9', '2026-11-20T09:00:00Z'),
      at('order 9', '2026-11-20T09:00:00Z'),
    ]);
    const update = (name: string, data: object) => database.db.goal.updateMany({ where: { workspaceId, name }, data });
    return { workspaceId, update };
  }

  test('has the goal that was heard of last first, and sorts by every column both ways', async () => {
    const { workspaceId } = await threeGoals();
    expect(await names(workspaceId)).toEqual(['order 10', 'Order Completed', 'order 9']);
    expect(await names(workspaceId, { sort: 'name' })).toEqual(['order 9', 'order 10', 'Order Completed']);
    expect(await names(workspaceId, { sort: '-name' })).toEqual(['Order Completed', 'order 10', 'order 9']);
    expect((await names(workspaceId, { sort: '-events60d' }))[0]).toBe('order 9');
    expect((await names(workspaceId, { sort: 'events60d' }))[2]).toBe('order 9');
    expect((await names(workspaceId, { sort: 'events24h' }))[0]).toBe('order 9');
    expect((await names(workspaceId, { sort: '-events24h' }))[2]).toBe('order 9');
    expect(await names(workspaceId, { sort: 'firstSeenAt' })).toEqual(['order 9', 'Order Completed', 'order 10']);
    expect(await names(workspaceId, { sort: 'lastSeenAt' })).toEqual(['order 9', 'Order Completed', 'order 10']);
  });

  test('is searched in names and display names, whatever the case and the form of accents', async () => {
    const { workspaceId, update } = await threeGoals();
    await update('order 9', { displayName: 'Bestellung über Café' });
    expect(await names(workspaceId, { search: ' ORDER ' })).toHaveLength(3);
    expect(await names(workspaceId, { search: 'completed' })).toEqual(['Order Completed']);
    expect(await names(workspaceId, { search: 'cafe\u0301' })).toEqual(['order 9']);
    expect(await names(workspaceId, { search: '%' })).toEqual([]);
    expect(await names(workspaceId, { search: '' })).toHaveLength(3);
  });

  test('leaves out archived goals unless they are asked for, and tells hidden from visible ones', async () => {
    const { workspaceId, update } = await threeGoals();
    await update('order 9', { archivedAt: NOW });
    await update('order 10', { isVisible: false });
    expect(await names(workspaceId)).toEqual(['order 10', 'Order Completed']);
    expect(await names(workspaceId, { filter: 'visible' })).toEqual(['Order Completed']);
    expect(await names(workspaceId, { filter: 'hidden' })).toEqual(['order 10']);
    expect(await names(workspaceId, { filter: 'archived' })).toEqual(['order 9']);
    expect(await names(workspaceId, { filter: 'all' })).toHaveLength(3);
    expect((await list(workspaceId, { filter: 'hidden' })).goals).toMatchObject([{ visible: false }]);
  });

  test.each(GOAL_SORTS)('pages without leaving out or repeating a row, sorted by %s', async (sort) => {
    const same = Array.from({ length: 7 }, (_, i) => at(`Same ${i % 5}`, '2026-11-24T10:00:00Z'));
    const workspaceId = await workspaceWith([...same, at('Other', '2026-11-24T11:00:00Z')]);
    await database.db.goal.create({ data: { workspaceId, source: 'native', type: 'click', name: 'Never seen' } });
    const whole = await list(workspaceId, { sort });
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(workspaceId, { sort, limit: 2, cursor });
      expect(page.total).toBe(7);
      paged.push(...page.goals.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(whole.goals.map(({ id }) => id));
    expect(new Set(paged).size).toBe(7);
  });

  test('goes on after a row that is gone', async () => {
    const { workspaceId, update } = await threeGoals();
    const { nextCursor } = await list(workspaceId, { limit: 1 });
    await update('order 10', { archivedAt: NOW });
    expect(await names(workspaceId, { cursor: nextCursor ?? '' })).toEqual(['Order Completed', 'order 9']);
  });

  test.each(['', 'x', Buffer.from('["name",1]').toString('base64url')])('refuses the cursor "%s"', async (cursor) => {
    const { workspaceId } = await threeGoals();
    await expect(list(workspaceId, { cursor })).rejects.toMatchObject({ code: 'bad_request' });
    const { nextCursor } = await list(workspaceId, { limit: 1 });
    await expect(list(workspaceId, { cursor: nextCursor ?? '', sort: 'name' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });
});
