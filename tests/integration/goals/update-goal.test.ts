import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type GoalChange, updateGoal } from '@/lib/goals/update-goal';
import { settleWorkspace } from '@/lib/settlement/settle';
import { figuresVersion } from '@/lib/settlement/turn';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const database = useTestDatabase();
const NOW = new Date('2026-11-24T12:30:00Z');

async function workspaceWithGoals() {
  const { workspaceId } = await createTestWorkspace(database.db, { now: NOW });
  await storeMessages(database.db, workspaceId, [{ name: 'A' }, { name: 'B' }, { name: 'C' }]);
  await settleWorkspace(database.db, workspaceId, NOW);
  const goals = await database.db.goal.findMany({ where: { workspaceId } });
  const idOf = (name: string) => goals.find((goal) => goal.name === name)?.id ?? '';
  const change = (name: string, changed: GoalChange) =>
    updateGoal(database.db, { workspaceId, goalId: idOf(name), change: changed, actor: 'ada@example.com', now: NOW });
  const mains = async () => {
    const found = await database.db.goal.findMany({ where: { workspaceId, isMain: true } });
    return found.map(({ name }) => name);
  };
  return { workspaceId, idOf, change, mains };
}

describe('the main event', () => {
  test('is one or none: another one takes its place, and it can be given up', async () => {
    const { change, mains } = await workspaceWithGoals();
    expect(await change('A', { isMain: true })).toMatchObject({ name: 'A', isMain: true });
    expect(await change('B', { isMain: true })).toMatchObject({ name: 'B', isMain: true });
    expect(await mains()).toEqual(['B']);
    await change('A', { isMain: false });
    expect(await mains()).toEqual(['B']);
    await change('B', { isMain: false });
    expect(await mains()).toEqual([]);
  });

  test('is exactly one after any number of changes at once, none of which fails, beside a settling batch', async () => {
    const { workspaceId, change, mains } = await workspaceWithGoals();
    await change('A', { isMain: true });
    await storeMessages(database.db, workspaceId, Array(50).fill({ name: 'A' }));
    const changes = ['B', 'C', 'A', 'B', 'C'].map((name) => change(name, { isMain: true }));
    await Promise.all([...changes, settleWorkspace(database.db, workspaceId, NOW)]);
    expect(await mains()).toHaveLength(1);
  });

  test.each([{ visible: false }, { archived: true }])(
    'does not leave with %o before its successor is known',
    async (leave) => {
      const { change, mains, idOf } = await workspaceWithGoals();
      await change('A', { isMain: true });
      await expect(change('A', leave)).rejects.toMatchObject({ code: 'conflict', detail: { needsSuccessor: true } });
      expect(await mains()).toEqual(['A']);
      expect(await change('A', { ...leave, successorId: idOf('B') })).toMatchObject({ isMain: false });
      expect(await mains()).toEqual(['B']);
      await change('B', { ...leave, successorId: null });
      expect(await mains()).toEqual([]);
      await change('C', { isMain: true });
      await change('C', { ...leave, isMain: false });
      expect(await mains()).toEqual([]);
    },
  );

  test('is not succeeded by what cannot be seen, by itself, or by a goal of another workspace', async () => {
    const [{ change, mains, idOf }, other] = [await workspaceWithGoals(), await workspaceWithGoals()];
    await change('A', { isMain: true });
    await change('B', { visible: false });
    await change('C', { archived: true });
    for (const successorId of [idOf('A'), idOf('B'), idOf('C'), other.idOf('B'), randomUUID()]) {
      await expect(change('A', { visible: false, successorId })).rejects.toMatchObject({ code: 'conflict' });
    }
    expect([await mains(), await other.mains()]).toEqual([['A'], []]);
  });

  test('is never one that cannot be seen', async () => {
    const { change, mains } = await workspaceWithGoals();
    await change('A', { visible: false });
    await change('B', { archived: true });
    for (const name of ['A', 'B'])
      await expect(change(name, { isMain: true })).rejects.toMatchObject({ code: 'conflict' });
    await expect(change('C', { isMain: true, archived: true })).rejects.toMatchObject({ code: 'conflict' });
    expect(await mains()).toEqual([]);
    await change('A', { isMain: true, visible: true });
    expect(await mains()).toEqual(['A']);
  });

  test('a successor that is not needed changes nothing', async () => {
    const { change, mains, idOf } = await workspaceWithGoals();
    await change('A', { isMain: true });
    await change('B', { visible: false, successorId: idOf('C') });
    expect(await mains()).toEqual(['A']);
  });

  test('each change is in the audit log, and nothing else is', async () => {
    const { workspaceId, change, idOf } = await workspaceWithGoals();
    await change('A', { isMain: true });
    await change('A', { isMain: true });
    await change('B', { displayName: 'Bee', visible: false });
    await change('A', { archived: true, successorId: idOf('C') });
    await change('C', { isMain: false });
    const log = await database.db.auditEntry.findMany({ where: { workspaceId, action: { startsWith: 'goal.' } } });
    expect(log.map(({ actor, action, subject, detail }) => ({ actor, action, subject, detail }))).toEqual(
      expect.arrayContaining(
        [
          { subject: 'A', detail: { from: null, to: 'A' } },
          { subject: 'C', detail: { from: 'A', to: 'C' } },
          { subject: 'none', detail: { from: 'C', to: null } },
        ].map((entry) => ({ actor: 'ada@example.com', action: 'goal.main', ...entry })),
      ),
    );
    expect(log).toHaveLength(3);
  });
});

describe('a goal', () => {
  test('is renamed and goes back to its own name; its history stays', async () => {
    const { change } = await workspaceWithGoals();
    expect(await change('A', { displayName: 'Köp' })).toMatchObject({ name: 'A', displayName: 'Köp', events60d: 1 });
    expect(await change('A', { visible: false })).toMatchObject({ displayName: 'Köp' });
    expect(await change('A', { displayName: null })).toMatchObject({ displayName: 'A' });
  });

  test('is archived and brought back by hand; archiving twice keeps the first time', async () => {
    const { workspaceId, change, idOf } = await workspaceWithGoals();
    expect(await change('A', { archived: true })).toMatchObject({ archivedAt: NOW.toISOString(), visible: true });
    const later = new Date('2026-12-01T00:00:00Z');
    const again = { workspaceId, goalId: idOf('A'), change: { archived: true }, actor: 'x', now: later };
    expect(await updateGoal(database.db, again)).toMatchObject({ archivedAt: NOW.toISOString() });
    expect(await change('A', { archived: false })).toMatchObject({ archivedAt: null });
  });

  test('of another workspace is not found, and stays as it is', async () => {
    const [one, other] = [await workspaceWithGoals(), await workspaceWithGoals()];
    const foreign = { workspaceId: one.workspaceId, goalId: other.idOf('A'), actor: 'x', now: NOW };
    await expect(updateGoal(database.db, { ...foreign, change: { isMain: true } })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await other.mains()).toEqual([]);
  });

  test('that changes changes the version of the figures; a refused change does not', async () => {
    const { workspaceId, change } = await workspaceWithGoals();
    await change('A', { isMain: true });
    const before = await figuresVersion(database.db, workspaceId);
    await expect(change('A', { visible: false })).rejects.toThrow();
    expect(await figuresVersion(database.db, workspaceId)).toBe(before);
    await change('A', { displayName: 'Other' });
    expect(await figuresVersion(database.db, workspaceId)).not.toBe(before);
  });
});
