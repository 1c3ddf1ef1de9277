import { describe, expect, it } from 'vitest';
import { authenticateKey } from '@/lib/integrations/authenticate';
import { createApiToken, findApiToken, listApiTokens, revokeApiToken } from '@/lib/workspaces/api-tokens';
import { generateKey, hashKey, revealSegmentKey, rotateSegmentKey } from '@/lib/workspaces/keys';
import { useForRoutes } from '@/tests/support/call-route';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';

const test = useTestDatabase();
useForRoutes(test); // the lookup of keys asks the database of the process
const now = new Date('2026-11-24T12:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 60 * 60 * 1000);
const actor = 'ada@example.com';

describe('a new workspace', () => {
  it('has a Segment key, a site key and an API token, each recognisable and each different', async () => {
    const { segmentApiKey, siteKey, apiToken } = await createTestWorkspace(test.db);
    expect(segmentApiKey).toMatch(/^abm_[A-Za-z0-9]{32}$/);
    expect(siteKey).toMatch(/^abs_[A-Za-z0-9]{32}$/);
    expect(apiToken).toMatch(/^abt_[A-Za-z0-9]{32}$/);
    expect(generateKey('segment')).not.toBe(generateKey('segment'));
  });

  it('has both integrations, inactive and never delivered to', async () => {
    const { workspaceId } = await createTestWorkspace(test.db);
    const integrations = await test.db.integration.findMany({ where: { workspaceId }, orderBy: { kind: 'asc' } });
    expect(integrations.map(({ kind, isActive, firstDeliveryAt }) => ({ kind, isActive, firstDeliveryAt }))).toEqual([
      { kind: 'google-analytics', isActive: false, firstDeliveryAt: null },
      { kind: 'segment', isActive: false, firstDeliveryAt: null },
    ]);
  });

  it('keeps neither key nor token in clear', async () => {
    const { workspaceId, segmentApiKey, apiToken } = await createTestWorkspace(test.db);
    const stored = JSON.stringify(await test.db.key.findMany({ where: { workspaceId } }));
    expect(stored).not.toContain(segmentApiKey);
    expect(stored).not.toContain(apiToken);
    expect(stored).toContain(hashKey(segmentApiKey));
  });
});

describe('the Segment key', () => {
  it('is shown again as it was made', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(test.db, { now });
    expect(await revealSegmentKey(test.db, workspaceId, now)).toEqual({
      key: segmentApiKey,
      createdAt: now,
      previousKeyExpiresAt: null,
    });
  });

  it('gives way to a new one at a rotation, and expires 24 hours later', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(test.db, { now });
    const { key, previousKeyExpiresAt } = await rotateSegmentKey(test.db, { workspaceId, actor, now });
    expect(previousKeyExpiresAt).toEqual(hours(24));
    const old = await test.db.key.findUniqueOrThrow({ where: { hash: hashKey(segmentApiKey) } });
    expect(old.expiresAt).toEqual(hours(24));
    expect(await revealSegmentKey(test.db, workspaceId, hours(1))).toMatchObject({ key, previousKeyExpiresAt });
    expect(await revealSegmentKey(test.db, workspaceId, hours(25))).toMatchObject({ key, previousKeyExpiresAt: null });
  });

  it('lets the old one in for 24 hours and not longer, and the new one at once', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(test.db, { now });
    const authenticate = (key: string, at: Date) => authenticateKey([key], at.getTime());
    await authenticate(segmentApiKey, now); // from here on it is in the cache
    const { key } = await rotateSegmentKey(test.db, { workspaceId, actor, now });
    expect(await authenticate(key, now)).toMatchObject({ workspaceId, expiresAt: null });
    expect(await authenticate(segmentApiKey, now)).toMatchObject({ workspaceId, expiresAt: hours(24).getTime() });
    expect(await authenticate(segmentApiKey, new Date(hours(24).getTime() - 1))).toMatchObject({ workspaceId });
    const expired = authenticate(segmentApiKey, hours(24));
    await expect(expired).rejects.toMatchObject({ code: 'unauthenticated', message: 'API key revoked' });
    expect(await authenticate(key, hours(24))).toMatchObject({ workspaceId });
  });

  it('does not give a key that already expires more time', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(test.db, { now });
    await rotateSegmentKey(test.db, { workspaceId, actor, now });
    await rotateSegmentKey(test.db, { workspaceId, actor, now: hours(3) });
    const first = await test.db.key.findUniqueOrThrow({ where: { hash: hashKey(segmentApiKey) } });
    expect(first.expiresAt).toEqual(hours(24));
  });

  it('survives five rotations at once: one current key, and every answer was true when given', async () => {
    const { workspaceId } = await createTestWorkspace(test.db, { now });
    const rotations = await Promise.all(
      Array.from({ length: 5 }, () => rotateSegmentKey(test.db, { workspaceId, actor, now })),
    );
    const { key } = await revealSegmentKey(test.db, workspaceId, now);
    expect(rotations.map((rotation) => rotation.key)).toContain(key);
    expect(await test.db.key.count({ where: { workspaceId, kind: 'segment', expiresAt: null } })).toBe(1);
    expect(await test.db.key.count({ where: { workspaceId, kind: 'segment' } })).toBe(6);
  });

  it('leaves a line in the audit log at each rotation, without the key', async () => {
    const { workspaceId } = await createTestWorkspace(test.db, { now });
    const { key } = await rotateSegmentKey(test.db, { workspaceId, actor, now });
    const entries = await test.db.auditEntry.findMany({ where: { workspaceId, action: 'key.rotated' } });
    expect(entries).toMatchObject([{ actor, subject: 'Segment', at: now }]);
    expect(JSON.stringify(entries)).not.toContain(key);
  });

  it('of another workspace is untouched by a rotation', async () => {
    const mine = await createTestWorkspace(test.db, { now });
    const theirs = await createTestWorkspace(test.db, { now });
    await rotateSegmentKey(test.db, { workspaceId: mine.workspaceId, actor, now });
    expect((await revealSegmentKey(test.db, theirs.workspaceId, now)).key).toBe(theirs.segmentApiKey);
  });
});

describe('an API token', () => {
  it('is found until it is revoked', async () => {
    const { workspaceId } = await createTestWorkspace(test.db, { now });
    const token = await createApiToken(test.db, { workspaceId, name: 'Reports', actor, now });
    expect(await findApiToken(test.db, token, now)).toEqual({ workspaceId, name: 'Reports' });
    await revokeApiToken(test.db, { workspaceId, id: hashKey(token), actor, now });
    expect(await findApiToken(test.db, token, now)).toBeNull();
    expect((await listApiTokens(test.db, workspaceId)).map(({ name }) => name)).toEqual(['Default']);
    expect(await test.db.auditEntry.count({ where: { workspaceId, action: 'token.revoked' } })).toBe(1);
  });

  it('is not the Segment key, nor the other way round', async () => {
    const { segmentApiKey } = await createTestWorkspace(test.db);
    expect(await findApiToken(test.db, segmentApiKey, now)).toBeNull();
  });

  it('of another workspace cannot be revoked', async () => {
    const mine = await createTestWorkspace(test.db);
    const theirs = await createTestWorkspace(test.db);
    const revoked = revokeApiToken(test.db, { ...mine, id: hashKey(theirs.apiToken), actor, now });
    await expect(revoked).rejects.toMatchObject({ code: 'not_found' });
    expect(await findApiToken(test.db, theirs.apiToken, now)).toMatchObject({ workspaceId: theirs.workspaceId });
  });

  it('cannot be used to delete the Segment key', async () => {
    const { workspaceId, segmentApiKey } = await createTestWorkspace(test.db);
    const revoked = revokeApiToken(test.db, { workspaceId, id: hashKey(segmentApiKey), actor, now });
    await expect(revoked).rejects.toMatchObject({ code: 'not_found' });
  });
});
