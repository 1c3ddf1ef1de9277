import { describe, expect, it } from 'vitest';
import { GET as GET_KEY, POST as ROTATE } from '@/app/api/integrations/[kind]/key/route';
import { PUT } from '@/app/api/integrations/[kind]/route';
import { POST as TEST_EVENT } from '@/app/api/integrations/[kind]/test-event/route';
import { GET } from '@/app/api/integrations/route';
import type { IntegrationCard } from '@/lib/integrations/list';
import type { TestResult } from '@/lib/integrations/send-test-event';
import { settleWorkspace } from '@/lib/settlement/settle';
import { callRoute, useForRoutes } from '@/tests/support/call-route';
import { useTestDatabase } from '@/tests/support/database';
import { createTestPerson, createTestWorkspace } from '@/tests/support/factories';

const test = useTestDatabase();
useForRoutes(test);

type Refusal = { message: string; conflict?: string };
type Key = { key: string; previousKeyExpiresAt: string | null };

async function workspace() {
  const created = await createTestWorkspace(test.db);
  const { apiToken } = created;
  const list = async () => (await callRoute<{ integrations: IntegrationCard[] }>(GET, { apiToken })).json.integrations;
  const put = (kind: string, body: unknown) =>
    callRoute<IntegrationCard & Refusal>(PUT, { method: 'PUT', apiToken, params: { kind }, body });
  const key = (kind = 'segment') => callRoute<Key & Refusal>(GET_KEY, { apiToken, params: { kind } });
  const rotate = (kind = 'segment') => callRoute<Key & Refusal>(ROTATE, { method: 'POST', apiToken, params: { kind } });
  const testEvent = (kind = 'segment') =>
    callRoute<TestResult & Refusal>(TEST_EVENT, { method: 'POST', apiToken, params: { kind } });
  return { ...created, list, put, key, rotate, testEvent };
}

describe('GET /api/integrations', () => {
  it('lists every integration with its status, without secrets', async () => {
    const { list, put, segmentApiKey } = await workspace();
    await put('segment', { settings: { sharedSecret: 'a shared secret' } });
    const integrations = await list();
    expect(integrations).toMatchObject([
      {
        kind: 'segment',
        status: 'not_configured',
        lastDeliveryAt: null,
        events24h: 0,
        settings: { hasSharedSecret: true, requestsPerSecondMax: null },
      },
      { kind: 'google-analytics', status: 'not_configured', settings: { measurementId: null } },
    ]);
    expect(JSON.stringify(integrations)).not.toMatch(new RegExp(`a shared secret|${segmentApiKey}`));
  });
});

describe('PUT /api/integrations/:kind', () => {
  it('switches, refuses a second one, and hands over', async () => {
    const { put, list } = await workspace();
    expect(await put('google-analytics', { active: true })).toMatchObject({ status: 200, json: { status: 'active' } });
    const refused = await put('segment', { active: true });
    expect(refused.status).toBe(409);
    expect(refused.json).toEqual({
      message: expect.stringContaining('Deactivate Google Analytics first'),
      conflict: 'google-analytics',
    });
    expect(await put('segment', { active: true, takeOver: true })).toMatchObject({
      status: 200,
      json: { kind: 'segment', status: 'active' },
    });
    expect((await list()).map(({ status }) => status)).toEqual(['active', 'not_configured']);
  });

  it('of two activations at once lets one win', async () => {
    const { put, list } = await workspace();
    const answers = await Promise.all([put('segment', { active: true }), put('google-analytics', { active: true })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await list()).filter(({ status }) => status === 'active')).toHaveLength(1);
  });

  it('changes the workspace of the token alone', async () => {
    const [one, other] = [await workspace(), await workspace()];
    await one.put('segment', { active: true, settings: { requestsPerSecondMax: 5 } });
    expect(await other.list()).toMatchObject([
      { kind: 'segment', isActive: false, settings: { requestsPerSecondMax: null } },
      { kind: 'google-analytics', isActive: false },
    ]);
  });

  it.each([
    ['segment', { active: 'yes' }, 'active'],
    ['segment', { status: 'active' }, 'status'],
    ['segment', { settings: { measurementId: 'G-ABC123' } }, 'settings.measurementId'],
    ['segment', { settings: { sharedSecret: '' } }, 'settings.sharedSecret'],
    ['segment', { settings: { requestsPerSecondMax: 0 } }, 'settings.requestsPerSecondMax'],
    ['segment', { settings: 'none' }, 'settings'],
    ['google-analytics', { settings: { measurementId: 'UA-1-1' } }, 'settings.measurementId'],
    ['google-analytics', { settings: { sharedSecret: 'x' } }, 'settings.sharedSecret'],
    ['mixpanel', { active: true }, 'kind'],
  ])('refuses %s %o and names %s', async (kind, body, name) => {
    const { put, list } = await workspace();
    const { status, json } = await put(kind, body);
    expect(status).toBe(400);
    expect(json.message).toContain(name);
    expect((await list()).some(({ isActive }) => isActive)).toBe(false);
  });

  it('is for admins, and so are the keys and the test event', async () => {
    const { workspaceId } = await workspace();
    const member = (await createTestPerson(test.db, { [workspaceId]: 'member' })).cookie;
    const stranger = (await createTestPerson(test.db)).cookie;
    const params = { kind: 'segment' };
    const calls = [
      (cookie?: string) => callRoute(PUT, { method: 'PUT', params, cookie, body: { active: true } }),
      (cookie?: string) => callRoute(GET_KEY, { params, cookie }),
      (cookie?: string) => callRoute(ROTATE, { method: 'POST', params, cookie }),
      (cookie?: string) => callRoute(TEST_EVENT, { method: 'POST', params, cookie }),
    ];
    for (const call of calls) {
      expect([(await call()).status, (await call(member)).status, (await call(stranger)).status]).toEqual([
        401, 403, 403,
      ]);
    }
    expect((await callRoute(GET, { cookie: member })).status).toBe(200);
  });
});

describe('/api/integrations/:kind/key', () => {
  it('reveals the key as often as asked, and notes who looked', async () => {
    const { workspaceId, segmentApiKey, key } = await workspace();
    expect((await key()).json).toEqual({ key: segmentApiKey, previousKeyExpiresAt: null });
    expect((await key()).json.key).toBe(segmentApiKey);
    const log = await test.db.auditEntry.findMany({ where: { workspaceId, action: 'key.revealed' } });
    expect(log).toMatchObject([
      { actor: 'api token ‹Default›', subject: 'Segment' },
      { actor: 'api token ‹Default›', subject: 'Segment' },
    ]);
    expect(JSON.stringify(log)).not.toContain(segmentApiKey);
  });

  it('rotates the key of the token’s workspace alone, and tells until when the old one works', async () => {
    const [one, other] = [await workspace(), await workspace()];
    const { json } = await one.rotate();
    expect(json.key).toMatch(/^abm_\w{32}$/);
    expect(Date.parse(json.previousKeyExpiresAt ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect((await one.key()).json).toEqual(json);
    expect((await other.key()).json).toEqual({ key: other.segmentApiKey, previousKeyExpiresAt: null });
  });

  it('is not there for an integration that receives nothing', async () => {
    const { key, rotate, testEvent } = await workspace();
    for (const call of [key, rotate, testEvent]) {
      expect(await call('google-analytics')).toMatchObject({
        status: 404,
        json: { message: expect.stringContaining('Google Analytics') },
      });
    }
  });
});

describe('POST /api/integrations/:kind/test-event', () => {
  it('is stored like an event of Segment’s, and counts for nothing', async () => {
    const { workspaceId, put, testEvent, list } = await workspace();
    await put('segment', { active: true });
    const { status, json } = await testEvent();
    expect(status).toBe(200);
    expect(json).toEqual({ status: 200, message: expect.stringMatching(/^Accepted/), tookMs: expect.any(Number) });
    const messages = await test.db.message.findMany({ where: { workspaceId } });
    expect(messages).toMatchObject([{ type: 'track', name: 'Test Event', excludedReason: 'test traffic' }]);
    await settleWorkspace(test.db, workspaceId, new Date());
    expect(await test.db.goal.count({ where: { workspaceId } })).toBe(0);
    expect((await list())[0]).toMatchObject({ lastDeliveryAt: null });
  });

  it('is signed when deliveries must be', async () => {
    const { put, testEvent } = await workspace();
    await put('segment', { settings: { sharedSecret: 'a shared secret' } });
    expect((await testEvent()).json.status).toBe(200);
  });

  it('tells why it was not received', async () => {
    const { workspaceId, testEvent } = await workspace();
    await test.db.workspace.update({ where: { id: workspaceId }, data: { suspendedAt: new Date() } });
    expect(await testEvent()).toMatchObject({
      status: 200,
      json: { status: 403, message: 'This workspace is suspended' },
    });
  });
});
