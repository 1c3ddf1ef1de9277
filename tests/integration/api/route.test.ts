import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { route } from '@/lib/api/route';
import { AppError } from '@/lib/errors';
import { createApiToken } from '@/lib/workspaces/api-tokens';
import { callRoute, useForRoutes } from '@/tests/support/call-route';
import { useTestDatabase } from '@/tests/support/database';
import { createTestPerson, createTestWorkspace, signInAgain } from '@/tests/support/factories';

const test = useTestDatabase();
useForRoutes(test);

const access = ['public', 'signed-in', 'member', 'admin', 'owner'] as const;
const routes = Object.fromEntries(
  access.map((name) => [name, route({ access: name, handler: ({ actor }) => ({ actor }) })]),
);
const whoAmI = (name: (typeof access)[number]) => routes[name] ?? expect.fail();

describe('who may call a route', () => {
  const allowed: Record<string, string[]> = {
    nobody: ['public'],
    'a person without a workspace': ['public', 'signed-in'],
    'a member': ['public', 'signed-in', 'member'],
    'an admin': ['public', 'signed-in', 'member', 'admin'],
    'an owner': ['public', 'signed-in', 'member', 'admin', 'owner'],
    'an API token': ['public', 'member', 'admin'],
  };

  async function credentials(who: string) {
    const { workspaceId, apiToken } = await createTestWorkspace(test.db);
    if (who === 'nobody') return {};
    if (who === 'an API token') return { apiToken };
    const role = (['member', 'admin', 'owner'] as const).find((name) => who.endsWith(name));
    return { cookie: (await createTestPerson(test.db, role ? { [workspaceId]: role } : {})).cookie };
  }

  const cases = Object.keys(allowed).flatMap((who) => access.map((name) => [who, name] as const));
  it.each(cases)('%s, access %s', async (who, name) => {
    const { status, json } = await callRoute(whoAmI(name), await credentials(who));
    const expected = allowed[who]?.includes(name) ? 200 : who === 'nobody' ? 401 : 403;
    expect(status).toBe(expected);
    if (status !== 200) expect(json.message).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the actor', () => {
  it('is a person with role, email and session', async () => {
    const { workspaceId } = await createTestWorkspace(test.db);
    const { userId, email, sessionId, cookie } = await createTestPerson(test.db, { [workspaceId]: 'admin' });
    const { json } = await callRoute(whoAmI('member'), { cookie });
    expect(json.actor).toEqual({ workspaceId, role: 'admin', label: email, userId, sessionId });
  });

  it('is an admin of the workspace of the API token, by the name of the token', async () => {
    const { workspaceId } = await createTestWorkspace(test.db);
    const apiToken = await createApiToken(test.db, { workspaceId, name: 'Reports', actor: 'x', now: new Date() });
    const { json } = await callRoute(whoAmI('member'), { apiToken });
    expect(json.actor).toEqual({
      workspaceId,
      role: 'admin',
      label: 'api token ‹Reports›',
      userId: null,
      sessionId: null,
    });
  });

  it('is nobody with a wrong token, even when a good cookie comes along', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(test.db);
    const { cookie } = await createTestPerson(test.db, { [workspaceId]: 'owner' });
    for (const apiToken of ['abt_nope', segmentApiKey]) {
      const { status, json } = await callRoute(whoAmI('member'), { cookie, apiToken });
      expect({ status, message: json.message }).toMatchObject({ status: 401, message: /Invalid API token/ });
    }
  });

  it.each([
    ['revoked', { revokedAt: new Date() }],
    ['expired', { expiresAt: new Date(Date.now() - 1000) }],
  ])('is nobody once the session is %s', async (_, change) => {
    const { workspaceId } = await createTestWorkspace(test.db);
    const { cookie, sessionId } = await createTestPerson(test.db, { [workspaceId]: 'owner' });
    expect((await callRoute(whoAmI('member'), { cookie })).status).toBe(200);
    await test.db.session.update({ where: { id: sessionId }, data: change });
    expect((await callRoute(whoAmI('member'), { cookie })).status).toBe(401);
  });

  it('is nobody once the user is deleted', async () => {
    const { workspaceId } = await createTestWorkspace(test.db);
    const { cookie, userId } = await createTestPerson(test.db, { [workspaceId]: 'owner' });
    await test.db.user.delete({ where: { id: userId } });
    expect((await callRoute(whoAmI('member'), { cookie })).status).toBe(401);
  });

  it('loses the workspace with the membership, at once', async () => {
    const { workspaceId } = await createTestWorkspace(test.db);
    const { cookie, userId } = await createTestPerson(test.db, { [workspaceId]: 'owner' });
    await test.db.membership.delete({ where: { workspaceId_userId: { workspaceId, userId } } });
    expect((await callRoute(whoAmI('member'), { cookie })).status).toBe(403);
  });

  it.each(['', 'abmatic.session=', 'abmatic.session=nonsense', 'abmatic.session=a.b.c.d.e', 'abmatic.session.0=x'])(
    'is nobody with the cookie %j',
    async (cookie) => {
      expect((await callRoute(whoAmI('member'), { cookie })).status).toBe(401);
    },
  );
});

describe('a write with a cookie', () => {
  const write = (cookie: string, headers: Record<string, string>) =>
    callRoute(whoAmI('member'), { method: 'POST', cookie, headers });

  it.each([
    ['from a page of our own', { origin: 'http://localhost:3000' }, 200],
    ['from another site', { origin: 'https://evil.example' }, 403],
    ['from another port', { origin: 'http://localhost:4000' }, 403],
    ['from a sandboxed frame', { origin: 'null' }, 403],
    ['without an origin', { origin: '' }, 403],
  ])('%s', async (_, headers, expected) => {
    const { workspaceId } = await createTestWorkspace(test.db);
    const { cookie } = await createTestPerson(test.db, { [workspaceId]: 'member' });
    expect((await write(cookie, headers)).status).toBe(expected);
  });

  it('needs no origin with an API token', async () => {
    const { apiToken } = await createTestWorkspace(test.db);
    const answer = await callRoute(whoAmI('member'), { method: 'POST', apiToken, headers: { origin: '' } });
    expect(answer.status).toBe(200);
  });
});

describe('what is asked', () => {
  const rename = route({
    access: 'public',
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number().int().max(50).optional() }),
    body: z.object({ name: z.string().min(1), kind: z.enum(['a', 'b']).optional(), on: z.boolean().optional() }),
    handler: ({ params, query, body }) => ({ params, query, body }),
  });
  const params = { id: '0198a0e5-7c00-7000-8000-000000000000' };
  const call = (body: unknown, path = '/', id = params.id) =>
    callRoute(rename, { method: 'POST', path, params: { id }, body });

  it('reaches the handler parsed', async () => {
    const { status, json } = await call({ name: 'Shop' }, '/?limit=20');
    expect({ status, json }).toEqual({ status: 200, json: { params, query: { limit: 20 }, body: { name: 'Shop' } } });
  });

  it.each([
    ['a missing field', {}, '/', 'name is missing.', 'name'],
    ['an empty body', '', '/', 'name is missing.', 'name'],
    ['a wrong type', { name: 7 }, '/', 'name must be text.', 'name'],
    ['too short a text', { name: '' }, '/', 'name must have at least 1 character.', 'name'],
    ['a value that is not on the list', { name: 'x', kind: 'c' }, '/', 'kind must be one of a, b.', 'kind'],
    ['an unknown field', { name: 'x', nane: 'y' }, '/', 'nane is not known here.', 'nane'],
    ['a hostile field', '{"name":"x","__proto__":{"a":1}}', '/', '__proto__ is not known here.', '__proto__'],
    ['a body that is no object', [1], '/', 'The body must be an object.', ''],
    ['an unknown query parameter', { name: 'x' }, '/?cursr=1', 'cursr is not known here.', 'cursr'],
    ['a number that is none', { name: 'x' }, '/?limit=many', 'limit must be a number.', 'limit'],
    ['a number beyond the bound', { name: 'x' }, '/?limit=51', 'limit must be at most 50.', 'limit'],
    ['a parameter given twice', { name: 'x' }, '/?limit=1&limit=2', 'limit must be a number.', 'limit'],
  ])('%s is refused by name', async (_, body, path, message, name) => {
    const { status, json } = await call(body, path);
    expect({ status, message: json.message }).toEqual({ status: 400, message });
    expect(json.invalid).toMatchObject([{ name }]);
  });

  it('names every field that is wrong', async () => {
    const { json } = await call({ name: 7, on: 'yes' });
    expect(json.message).toBe('name must be text. on must be true or false.');
  });

  it('is refused when the path is not an id', async () => {
    expect(await call({ name: 'x' }, '/', 'nope')).toMatchObject({ status: 400, json: { invalid: [{ name: 'id' }] } });
  });

  it('takes no query where none is declared', async () => {
    expect((await callRoute(whoAmI('public'), { path: '/?x=1' })).status).toBe(400);
  });

  it('is refused when it is not JSON', async () => {
    expect(await call('{"name":')).toMatchObject({ status: 400, json: { message: 'Invalid JSON.' } });
  });

  it('is refused beyond 256 KB, and not below', async () => {
    const name = (bytes: number) => JSON.stringify({ name: 'x'.repeat(bytes) });
    expect((await call(name(256 * 1024 - 11))).status).toBe(200);
    expect((await call(name(256 * 1024 - 10))).status).toBe(413);
  });
});

describe('the answer', () => {
  const answering = (handler: () => unknown) => callRoute(route({ access: 'public', handler }));

  it('is never kept by a cache', async () => {
    const answers = [
      await answering(() => ({})),
      await answering(() => undefined),
      await answering(() => new Response('{}')),
      await answering(() => {
        throw new AppError('conflict', 'No.');
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 204, 200, 409]);
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(Array(4).fill('no-store'));
  });

  it('to a refusal has its status, sentence, detail and Retry-After', async () => {
    const refused = await answering(() => {
      throw new AppError('too_many', 'Too many attempts.', { limit: 10 }, 60);
    });
    expect(refused).toMatchObject({ status: 429, json: { message: 'Too many attempts.', limit: 10 } });
    expect(refused.headers.get('retry-after')).toBe('60');
  });

  it('to a fault of ours is an id, and nothing of what went wrong', async () => {
    const failed = await answering(() => {
      throw new Error('password of the database is hunter2');
    });
    expect(failed.status).toBe(500);
    expect(failed.json.message).toMatch(/^Something went wrong on our side\. Quote [0-9a-f-]{36} to support\.$/);
    expect(JSON.stringify(failed.json)).not.toContain('hunter2');
  });
});

describe('the workspace of a person who belongs to two', () => {
  it('is the oldest membership until another is chosen, in that browser alone', async () => {
    const first = await createTestWorkspace(test.db);
    const second = await createTestWorkspace(test.db);
    const person = await createTestPerson(test.db);
    const memberships = [first, second].map(({ workspaceId }, minutes) => ({
      workspaceId,
      userId: person.userId,
      role: 'member',
      createdAt: new Date(Date.UTC(2026, 10, 24, 12, minutes)),
    }));
    await test.db.membership.createMany({ data: memberships });
    const { sessionId, cookie } = await signInAgain(test.db, person.userId);
    await test.db.session.update({ where: { id: sessionId }, data: { workspaceId: second.workspaceId } });
    const workspaceOf = async (c: string) => (await callRoute(whoAmI('member'), { cookie: c })).json.actor;
    expect(await workspaceOf(person.cookie)).toMatchObject({ workspaceId: first.workspaceId });
    expect(await workspaceOf(cookie)).toMatchObject({ workspaceId: second.workspaceId });
  });
});
