import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PATCH } from '@/app/api/goals/[goalId]/route';
import { GET } from '@/app/api/goals/route';
import { GET as GET_VERSION } from '@/app/api/goals/version/route';
import type { GoalPage, GoalRow } from '@/lib/reports/manage';
import { settleWorkspace } from '@/lib/settlement/settle';
import { callRoute, useForRoutes } from '@/tests/support/call-route';
import { useTestDatabase } from '@/tests/support/database';
import { createTestPerson, createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const test = useTestDatabase();
useForRoutes(test);

async function workspaceWithGoals(...names: string[]) {
  const { workspaceId, apiToken } = await createTestWorkspace(test.db);
  await storeMessages(
    test.db,
    workspaceId,
    names.map((name) => ({ name })),
  );
  await settleWorkspace(test.db, workspaceId, new Date());
  const list = (query = '') => callRoute<GoalPage & { message: string }>(GET, { apiToken, path: `/api/goals${query}` });
  const patch = (goalId: string, body: unknown) =>
    callRoute<GoalRow & { message: string; needsSuccessor?: boolean }>(PATCH, {
      method: 'PATCH',
      params: { goalId },
      apiToken,
      body,
    });
  const version = async () => (await callRoute<{ version: string }>(GET_VERSION, { apiToken })).json.version;
  const idOf = async (name: string) => (await list()).json.goals.find((goal) => goal.name === name)?.id ?? '';
  return { workspaceId, apiToken, list, patch, version, idOf };
}

describe('GET /api/goals', () => {
  it('lists the goals of the token’s workspace and of no other', async () => {
    const [one, other] = [await workspaceWithGoals('Mine', 'Mine too'), await workspaceWithGoals('Theirs')];
    expect((await one.list()).json.goals.map(({ name }) => name).sort()).toEqual(['Mine', 'Mine too']);
    expect((await other.list()).json).toMatchObject({ goals: [{ name: 'Theirs', events24h: 1 }], total: 1 });
  });

  it('takes range, search, sort, filter, cursor and limit, and passes over empty ones', async () => {
    const { list } = await workspaceWithGoals('A', 'B', 'C');
    const first = await list('?from=2026-01-01&to=2099-12-31&search=&sort=name&filter=visible&cursor=&limit=2');
    expect(first.json).toMatchObject({ goals: [{ name: 'A', events: 1 }, { name: 'B' }], total: 3 });
    const second = await list(`?sort=name&limit=2&cursor=${first.json.nextCursor}`);
    expect(second.json).toMatchObject({ goals: [{ name: 'C' }], nextCursor: null });
    expect((await list('?from=&to=')).json.total).toBe(3);
    expect((await list('?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00%2B02:00')).json.goals).toMatchObject([
      { events: 0 },
      { events: 0 },
      { events: 0 },
    ]);
  });

  it.each([
    '?sort=price',
    '?filter=some',
    '?limit=0',
    '?limit=501',
    '?limit=ten',
    '?from=2026-02-30',
    '?from=yesterday',
    '?cursor=nonsense',
    '?color=red',
    '?sort=name&sort=-name',
  ])('refuses %s and names what is wrong', async (query) => {
    const { list } = await workspaceWithGoals();
    const { status, json } = await list(query);
    expect(status).toBe(400);
    expect(json.message).toMatch(new RegExp(/^\?(\w+)/.exec(query)?.[1] ?? '', 'i'));
  });

  it('is for those who belong to the workspace', async () => {
    expect((await callRoute(GET)).status).toBe(401);
    const { cookie } = await createTestPerson(test.db);
    expect((await callRoute(GET, { cookie })).status).toBe(403);
  });
});

describe('PATCH /api/goals/:id', () => {
  it('changes a goal and answers its row', async () => {
    const { patch, idOf } = await workspaceWithGoals('A');
    const { status, json } = await patch(await idOf('A'), { displayName: '  Sign\u0000up ', isMain: true });
    expect(status).toBe(200);
    expect(json).toMatchObject({ name: 'A', displayName: 'Signup', isMain: true, events24h: 1 });
  });

  it('asks for a successor of the main event', async () => {
    const { patch, idOf } = await workspaceWithGoals('A', 'B');
    await patch(await idOf('A'), { isMain: true });
    const { status, json } = await patch(await idOf('A'), { visible: false });
    expect(status).toBe(409);
    expect(json).toMatchObject({ needsSuccessor: true, message: expect.stringMatching(/main event/) });
    expect((await patch(await idOf('A'), { visible: false, successorId: await idOf('B') })).status).toBe(200);
  });

  it('does not find a goal of another workspace', async () => {
    const [one, other] = [await workspaceWithGoals('A'), await workspaceWithGoals('B')];
    const foreign = await other.idOf('B');
    for (const body of [{ isMain: true }, { visible: false }, { archived: true }, { displayName: 'X' }]) {
      expect((await one.patch(foreign, body)).status).toBe(404);
    }
    expect((await one.patch(randomUUID(), { isMain: true })).status).toBe(404);
    expect((await other.list()).json.goals).toMatchObject([{ isMain: false, visible: true, displayName: 'B' }]);
  });

  it.each([
    ['displayName', { displayName: '  ' }],
    ['displayName', { displayName: 'x'.repeat(256) }],
    ['isMain', { isMain: 'yes' }],
    ['archived', { archived: null }],
    ['successorId', { successorId: 'B' }],
    ['name', { name: 'Other' }],
    ['The body', []],
  ])('refuses a wrong %s', async (name, body) => {
    const { patch, idOf } = await workspaceWithGoals('A');
    const { status, json } = await patch(await idOf('A'), body);
    expect(status).toBe(400);
    expect(json.message).toContain(name);
  });

  it('refuses an id that is none', async () => {
    const { patch } = await workspaceWithGoals();
    expect((await patch('1; DROP TABLE goals', { isMain: true })).status).toBe(400);
  });

  it('is open to members', async () => {
    const { workspaceId, idOf } = await workspaceWithGoals('A');
    const { cookie } = await createTestPerson(test.db, { [workspaceId]: 'member' });
    const params = { goalId: await idOf('A') };
    expect((await callRoute(PATCH, { method: 'PATCH', cookie, params, body: { isMain: true } })).status).toBe(200);
  });
});

describe('GET /api/goals/version', () => {
  it('changes with new events and with changed goals, of this workspace alone', async () => {
    const { workspaceId, version, patch, idOf } = await workspaceWithGoals('A');
    const seen = [await version()];
    await workspaceWithGoals('Elsewhere');
    expect(await version()).toBe(seen[0]);
    await storeMessages(test.db, workspaceId, [{ name: 'A' }]);
    await settleWorkspace(test.db, workspaceId, new Date());
    seen.push(await version());
    await patch(await idOf('A'), { isMain: true });
    seen.push(await version());
    expect(new Set(seen).size).toBe(3);
  });

  it('is there before anything was settled', async () => {
    const { apiToken } = await createTestWorkspace(test.db);
    expect((await callRoute(GET_VERSION, { apiToken })).json).toEqual({ version: '0' });
  });
});
