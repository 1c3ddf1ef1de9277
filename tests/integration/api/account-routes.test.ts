import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { POST as changePassword } from '@/app/api/account/password/route';
import { DELETE as deleteSession } from '@/app/api/sessions/[sessionId]/route';
import { DELETE as deleteSessions, GET as getSessions } from '@/app/api/sessions/route';
import { POST as postSignUp } from '@/app/api/sign-up/route';
import { DELETE as deleteToken } from '@/app/api/tokens/[tokenId]/route';
import { GET as getTokens, POST as postToken } from '@/app/api/tokens/route';
import { GET as getWorkspace, PATCH as patchWorkspace } from '@/app/api/workspace/route';
import { POST as postCurrent } from '@/app/api/workspaces/current/route';
import { findApiToken } from '@/lib/workspaces/api-tokens';
import { hashKey } from '@/lib/workspaces/keys';
import { AuthBrowser } from '@/tests/support/auth-browser';
import { callRoute, useForRoutes } from '@/tests/support/call-route';
import { useTestDatabase } from '@/tests/support/database';
import { createTestPerson, createTestWorkspace, signInAgain } from '@/tests/support/factories';

const test = useTestDatabase();
useForRoutes(test);

afterEach(() => {
  vi.useRealTimers();
});

const password = 'correct horse battery';
const other = randomUUID();

/** Every route of accounts and workspaces, with a request that is good when the role is. */
const ROUTES = [
  { name: 'POST /api/account/password', handler: changePassword, access: 'signed-in', body: { newPassword: password } },
  { name: 'GET /api/sessions', handler: getSessions, access: 'signed-in' },
  { name: 'DELETE /api/sessions', handler: deleteSessions, access: 'signed-in' },
  { name: 'DELETE /api/sessions/:id', handler: deleteSession, access: 'signed-in', params: { sessionId: other } },
  { name: 'POST /api/workspaces/current', handler: postCurrent, access: 'signed-in', body: { workspaceId: other } },
  { name: 'GET /api/workspace', handler: getWorkspace, access: 'member' },
  { name: 'PATCH /api/workspace', handler: patchWorkspace, access: 'admin', body: { name: 'Shop' } },
  { name: 'GET /api/tokens', handler: getTokens, access: 'admin' },
  { name: 'POST /api/tokens', handler: postToken, access: 'admin', body: { name: 'Reports' } },
  { name: 'DELETE /api/tokens/:id', handler: deleteToken, access: 'admin', params: { tokenId: 'none' } },
] as const;

const ALLOWED = {
  'signed-in': ['member', 'admin', 'owner'],
  member: ['member', 'admin', 'owner', 'token'],
  admin: ['admin', 'owner', 'token'],
} as const;

describe('who may call', () => {
  const callers = ['nobody', 'member', 'admin', 'owner', 'token'] as const;
  const cases = ROUTES.flatMap((route) => callers.map((caller) => ({ ...route, caller })));

  it.each(cases)('$name as $caller', async ({ name, handler, access, caller, ...request }) => {
    const { workspaceId, apiToken } = await createTestWorkspace(test.db);
    const credentials =
      caller === 'nobody'
        ? {}
        : caller === 'token'
          ? { apiToken }
          : { cookie: (await createTestPerson(test.db, { [workspaceId]: caller })).cookie };
    const { status } = await callRoute(handler, { method: name.split(' ')[0], ...request, ...credentials });
    const isAllowed = ALLOWED[access].some((allowed) => allowed === caller);
    // A request for something that is not there is let in as far as to say so.
    if (isAllowed) expect([200, 204, 404]).toContain(status);
    else expect(status).toBe(caller === 'nobody' ? 401 : 403);
  });
});

describe('POST /api/sign-up', () => {
  const signUp = (body: Record<string, unknown>) =>
    callRoute(postSignUp, { method: 'POST', body, headers: { 'x-forwarded-for': '203.0.113.77' } });
  const newEmail = () => `${randomUUID()}@shop.example.com`;

  it('makes a user and a workspace that they own, with everything that a workspace has', async () => {
    const email = newEmail();
    const body = { email, password, workspaceName: ' Shop ', timeZone: 'Europe/Berlin' };
    const { status, json } = await signUp(body);
    expect(status).toBe(200);
    const workspace = await test.db.workspace.findFirstOrThrow({
      where: { id: String(json.workspaceId) },
      include: { memberships: { include: { user: true } }, keys: true, integrations: true, auditLog: true },
    });
    expect(workspace).toMatchObject({ name: 'Shop', timeZone: 'Europe/Berlin' });
    expect(workspace.memberships).toMatchObject([{ role: 'owner', user: { email } }]);
    expect(workspace.keys.map(({ kind }) => kind).sort()).toEqual(['api', 'segment']);
    expect(workspace.integrations).toHaveLength(2);
    expect(workspace.auditLog).toContainEqual(expect.objectContaining({ action: 'workspace.created', actor: email }));
  });

  it('tells nothing of the keys or the password', async () => {
    const { json } = await signUp({ email: newEmail(), password });
    expect(Object.keys(json).sort()).toEqual(['userId', 'workspaceId']);
  });

  it('names the workspace after the email and counts days in UTC when nothing else is said', async () => {
    const { json } = await signUp({ email: newEmail(), password });
    const workspace = await test.db.workspace.findUniqueOrThrow({ where: { id: String(json.workspaceId) } });
    expect(workspace).toMatchObject({ name: 'shop.example.com', timeZone: 'UTC' });
  });

  it('takes an email once, in whatever case, and leaves nothing behind the second time', async () => {
    const email = newEmail();
    await signUp({ email, password });
    const before = await test.db.workspace.count();
    const { status, json } = await signUp({ email: email.toUpperCase(), password, workspaceName: 'Again' });
    expect({ status, json }).toEqual({
      status: 409,
      json: {
        message: 'This email has an account already. Sign in instead.',
        invalid: [{ name: 'email', reason: 'has an account already. Sign in instead.' }],
      },
    });
    expect(await test.db.workspace.count()).toBe(before);
  });

  it('makes one account of ten requests at once', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 10 }, () => signUp({ email, password })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    expect(await test.db.membership.count({ where: { user: { email } } })).toBe(1);
  });

  it.each([
    ['email', { email: 'nobody' }, 'email must be an email address, such as ada@example.com.'],
    ['email', { email: `${'x'.repeat(250)}@example.com` }, 'email must have at most 254 characters.'],
    ['password', { password: 'short' }, 'password must have at least 10 characters.'],
    ['password', { password: 'x'.repeat(201) }, 'password must have at most 200 characters.'],
    ['workspaceName', { workspaceName: '  ' }, 'workspaceName must not be empty.'],
    ['workspaceName', { workspaceName: 'x'.repeat(101) }, 'workspaceName must have at most 100 characters.'],
    ['timeZone', { timeZone: 'Mars/Olympus' }, 'timeZone must be a time zone, such as Europe/Berlin.'],
    ['role', { role: 'owner' }, 'role is not known here.'],
  ])('refuses a wrong %s', async (name, change, message) => {
    const { status, json } = await signUp({ email: newEmail(), password, ...change });
    expect({ status, message: json.message }).toEqual({ status: 400, message });
    expect(json.invalid).toMatchObject([{ name }]);
  });
});

describe('POST /api/account/password', () => {
  const newPassword = 'staple battery horse';

  async function newAccount() {
    const email = `${randomUUID()}@example.com`;
    await callRoute(postSignUp, {
      method: 'POST',
      body: { email, password },
      headers: { 'x-forwarded-for': '203.0.113.78' },
    });
    const [here, there] = [new AuthBrowser(), new AuthBrowser()];
    await here.signIn(email, password);
    await there.signIn(email, password);
    return { email, here, there };
  }
  const change = ({ cookie }: AuthBrowser, body: unknown) =>
    callRoute(changePassword, { method: 'POST', cookie, body });
  const isSignedIn = async ({ cookie }: AuthBrowser) => (await callRoute(getSessions, { cookie })).status === 200;

  it('lets the new password in and the old one no more, and signs every other device out', async () => {
    const { email, here, there } = await newAccount();
    expect((await change(here, { currentPassword: password, newPassword })).status).toBe(204);
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
    expect((await there.signIn(email, password)).refused).toBe('Email or password is wrong.');
    expect((await there.signIn(email, newPassword)).refused).toBeNull();
  });

  it('changes nothing without the current password', async () => {
    const { here, there } = await newAccount();
    for (const currentPassword of ['wrong horse battery', undefined]) {
      const { status, json } = await change(here, { currentPassword, newPassword });
      expect({ status, json }).toEqual({
        status: 400,
        json: {
          message: 'The current password is wrong.',
          invalid: [{ name: 'currentPassword', reason: 'does not match the current password' }],
        },
      });
    }
    expect(await isSignedIn(there)).toBe(true);
  });

  it('does not let the current password be guessed by whoever finds an open browser', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T12:05:00Z') }); // in the middle of a window
    const { here } = await newAccount();
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => change(here, { currentPassword: 'wrong horse battery', newPassword })),
    );
    expect(guesses.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(10);
    const refused = await change(here, { currentPassword: password, newPassword });
    expect(refused).toMatchObject({ status: 429, json: { message: expect.stringMatching(/^Too many attempts/) } });
    expect(refused.headers.get('retry-after')).toBe('600');
  });

  it('gives a first password to a person who has none', async () => {
    const { userId, cookie } = await createTestPerson(test.db);
    expect((await callRoute(changePassword, { method: 'POST', cookie, body: { newPassword } })).status).toBe(204);
    const { passwordHash } = await test.db.user.findUniqueOrThrow({ where: { id: userId } });
    expect(passwordHash).toMatch(/^\$argon2id\$/);
  });
});

describe('/api/sessions', () => {
  async function twoDevices() {
    const person = await createTestPerson(test.db);
    return { ...person, second: await signInAgain(test.db, person.userId) };
  }
  const idsOf = async (cookie: string) => {
    const { json } = await callRoute<{ sessions: { id: string; isCurrent: boolean }[] }>(getSessions, { cookie });
    return json.sessions.map(({ id, isCurrent }) => (isCurrent ? `${id} current` : id)).sort();
  };

  it('lists the devices that are signed in, and which one this is', async () => {
    const { sessionId, cookie, second, userId } = await twoDevices();
    const long = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
    await signInAgain(test.db, userId, long); // unused for longer than a session lasts
    expect(await idsOf(cookie)).toEqual([`${sessionId} current`, second.sessionId].sort());
  });

  it('signs one device out', async () => {
    const { sessionId, cookie, second } = await twoDevices();
    const request = { method: 'DELETE', cookie, params: { sessionId: second.sessionId } };
    expect((await callRoute(deleteSession, request)).status).toBe(204);
    expect((await callRoute(getSessions, { cookie: second.cookie })).status).toBe(401);
    expect(await idsOf(cookie)).toEqual([`${sessionId} current`]);
    expect((await callRoute(deleteSession, request)).status).toBe(404);
  });

  it('signs every other device out', async () => {
    const { sessionId, cookie, second } = await twoDevices();
    await signInAgain(test.db, (await test.db.session.findUniqueOrThrow({ where: { id: sessionId } })).userId);
    expect((await callRoute(deleteSessions, { method: 'DELETE', cookie })).status).toBe(204);
    expect((await callRoute(getSessions, { cookie: second.cookie })).status).toBe(401);
    expect(await idsOf(cookie)).toEqual([`${sessionId} current`]);
  });

  it("touches nobody else's devices", async () => {
    const mine = await twoDevices();
    const theirs = await twoDevices();
    const request = { method: 'DELETE', cookie: mine.cookie, params: { sessionId: theirs.sessionId } };
    expect((await callRoute(deleteSession, request)).status).toBe(404);
    await callRoute(deleteSessions, { method: 'DELETE', cookie: mine.cookie });
    expect(await idsOf(theirs.cookie)).toHaveLength(2);
  });

  it('keeps a session that is used from expiring, for ninety days in all', async () => {
    const day = 24 * 60 * 60 * 1000;
    const { sessionId, cookie } = await createTestPerson(test.db);
    const expiry = async () => (await test.db.session.findUniqueOrThrow({ where: { id: sessionId } })).expiresAt;
    const aged = async (days: number) => {
      const at = new Date(Date.now() - days * day);
      const expiresAt = new Date(Date.now() + day);
      await test.db.session.update({ where: { id: sessionId }, data: { createdAt: at, lastSeenAt: at, expiresAt } });
      await callRoute(getSessions, { cookie });
      return Math.round(((await expiry()).getTime() - Date.now()) / day);
    };
    expect(await aged(29)).toBe(30);
    expect(await aged(80)).toBe(10);
  });
});

describe('/api/workspace', () => {
  it('is read and changed, with a line in the audit log for each change', async () => {
    const { workspaceId, siteKey } = await createTestWorkspace(test.db, { name: 'Old' });
    const { cookie, email } = await createTestPerson(test.db, { [workspaceId]: 'admin' });
    const body = { name: 'New', timeZone: 'america/new_york', domain: 'https://Shop.Example.com/' };
    const { json } = await callRoute(patchWorkspace, { method: 'PATCH', cookie, body });
    const expected = {
      id: workspaceId,
      name: 'New',
      timeZone: 'America/New_York',
      domain: 'shop.example.com',
      siteKey,
    };
    expect(json).toEqual(expected);
    expect((await callRoute(getWorkspace, { cookie })).json).toEqual(expected);
    const entries = await test.db.auditEntry.findMany({ where: { workspaceId, action: 'workspace.changed' } });
    expect(entries.map(({ actor, subject, detail }) => ({ actor, subject, detail }))).toEqual(
      expect.arrayContaining([
        { actor: email, subject: 'name', detail: { from: 'Old', to: 'New' } },
        { actor: email, subject: 'timeZone', detail: { from: 'UTC', to: 'America/New_York' } },
        { actor: email, subject: 'domain', detail: { from: null, to: 'shop.example.com' } },
      ]),
    );
  });

  it('leaves alone what is not named, and notes nothing that does not change', async () => {
    const { workspaceId, apiToken } = await createTestWorkspace(test.db, { name: 'Same' });
    const { json } = await callRoute(patchWorkspace, { method: 'PATCH', apiToken, body: { name: 'Same' } });
    expect(json).toMatchObject({ name: 'Same', timeZone: 'UTC', domain: null });
    expect(await test.db.auditEntry.count({ where: { workspaceId, action: 'workspace.changed' } })).toBe(0);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ domain: 'not a domain' }, 'domain'],
    [{ domain: 'http://user@shop.example.com/path' }, 'domain'],
    [{ siteKey: 'abs_mine' }, 'siteKey'],
    [{ suspendedAt: null }, 'suspendedAt'],
  ])('refuses %j', async (body, name) => {
    const { apiToken } = await createTestWorkspace(test.db);
    const { status, json } = await callRoute(patchWorkspace, { method: 'PATCH', apiToken, body });
    expect(status).toBe(400);
    expect(json.invalid).toMatchObject([{ name }]);
  });

  it('takes the domain away when it is null', async () => {
    const { apiToken } = await createTestWorkspace(test.db);
    await callRoute(patchWorkspace, { method: 'PATCH', apiToken, body: { domain: 'shop.example.com' } });
    const { json } = await callRoute(patchWorkspace, { method: 'PATCH', apiToken, body: { domain: null } });
    expect(json).toMatchObject({ domain: null });
  });

  it('of others is out of reach', async () => {
    const mine = await createTestWorkspace(test.db);
    const theirs = await createTestWorkspace(test.db, { name: 'Theirs' });
    const { json } = await callRoute(patchWorkspace, {
      method: 'PATCH',
      apiToken: mine.apiToken,
      body: { name: 'Mine' },
    });
    expect(json).toMatchObject({ id: mine.workspaceId, name: 'Mine' });
    const untouched = await test.db.workspace.findUniqueOrThrow({ where: { id: theirs.workspaceId } });
    expect(untouched.name).toBe('Theirs');
  });

  it('takes every time zone that this platform lists, and the database knows each', async () => {
    const known = await test.db.$queryRaw<{ name: string }[]>`SELECT lower(name) AS name FROM pg_timezone_names`;
    const names = new Set(known.map(({ name }) => name));
    const listed = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
    expect(listed.filter((zone) => !names.has(zone.toLowerCase()))).toEqual([]);
  });
});

describe('POST /api/workspaces/current', () => {
  const choose = (cookie: string, workspaceId: string) =>
    callRoute(postCurrent, { method: 'POST', cookie, body: { workspaceId } });

  it('changes the workspace of this browser', async () => {
    const [first, second] = [await createTestWorkspace(test.db), await createTestWorkspace(test.db)];
    const roles = { [first.workspaceId]: 'owner', [second.workspaceId]: 'member' } as const;
    const { cookie, userId } = await createTestPerson(test.db, roles);
    const elsewhere = await signInAgain(test.db, userId);
    for (const { workspaceId } of [second, first, second]) {
      expect((await choose(cookie, workspaceId)).status).toBe(204);
      expect((await callRoute(getWorkspace, { cookie })).json).toMatchObject({ id: workspaceId });
    }
    const before = (await callRoute(getWorkspace, { cookie: elsewhere.cookie })).json.id;
    await choose(cookie, first.workspaceId);
    expect((await callRoute(getWorkspace, { cookie: elsewhere.cookie })).json.id).toBe(before);
  });

  it('refuses a workspace that the person does not belong to', async () => {
    const [mine, theirs] = [await createTestWorkspace(test.db), await createTestWorkspace(test.db)];
    const { cookie } = await createTestPerson(test.db, { [mine.workspaceId]: 'owner' });
    expect((await choose(cookie, theirs.workspaceId)).status).toBe(404);
    expect((await callRoute(getWorkspace, { cookie })).json).toMatchObject({ id: mine.workspaceId });
  });
});

describe('/api/tokens', () => {
  it('shows a token once, lists it by its end, and revokes it', async () => {
    const { apiToken, workspaceId } = await createTestWorkspace(test.db);
    const created = await callRoute<{ token: string }>(postToken, {
      method: 'POST',
      apiToken,
      body: { name: 'Reports' },
    });
    const { token } = created.json;
    const listed = await callRoute(getTokens, { apiToken: token });
    expect(listed.json.tokens).toEqual([
      { id: hashKey(token), name: 'Reports', last4: token.slice(-4), createdAt: expect.any(String) },
      { id: hashKey(apiToken), name: 'Default', last4: apiToken.slice(-4), createdAt: expect.any(String) },
    ]);
    expect(JSON.stringify(listed.json)).not.toContain(token);
    const request = { method: 'DELETE', apiToken, params: { tokenId: hashKey(token) } };
    expect((await callRoute(deleteToken, request)).status).toBe(204);
    expect((await callRoute(getTokens, { apiToken: token })).status).toBe(401);
    const entries = await test.db.auditEntry.findMany({
      where: { workspaceId, subject: 'Reports' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, actor }) => ({ action, actor }))).toEqual([
      { action: 'token.created', actor: 'api token ‹Default›' },
      { action: 'token.revoked', actor: 'api token ‹Default›' },
    ]);
  });

  it('of another workspace cannot be revoked', async () => {
    const [mine, theirs] = [await createTestWorkspace(test.db), await createTestWorkspace(test.db)];
    const params = { tokenId: hashKey(theirs.apiToken) };
    expect((await callRoute(deleteToken, { method: 'DELETE', apiToken: mine.apiToken, params })).status).toBe(404);
    expect(await findApiToken(test.db, theirs.apiToken, new Date())).not.toBeNull();
  });
});
