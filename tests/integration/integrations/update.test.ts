import { describe, expect, test } from 'vitest';
import { listIntegrations } from '@/lib/integrations/list';
import type { IntegrationKind, SettingsChange } from '@/lib/integrations/registry';
import { updateIntegration } from '@/lib/integrations/update';
import { secrets } from '@/lib/secrets';
import { settleWorkspace } from '@/lib/settlement/settle';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const database = useTestDatabase();
const NOW = new Date('2026-11-24T12:30:00Z');

async function workspace() {
  const { workspaceId } = await createTestWorkspace(database.db, { now: NOW });
  const update = (kind: IntegrationKind, change: { active?: boolean; takeOver?: boolean; settings?: SettingsChange }) =>
    updateIntegration(database.db, { workspaceId, kind, ...change, actor: 'ada@example.com', now: NOW });
  const activeKinds = async () => {
    const active = await database.db.integration.findMany({ where: { workspaceId, isActive: true } });
    return active.map(({ kind }) => kind);
  };
  const statuses = async () => {
    const cards = await listIntegrations(database.db, workspaceId, NOW);
    return Object.fromEntries(cards.map(({ kind, status }) => [kind, status]));
  };
  return { workspaceId, update, activeKinds, statuses };
}

describe('one integration is active at a time', () => {
  test('a second activation is refused with the name of the first one', async () => {
    const { update, activeKinds } = await workspace();
    expect(await update('google-analytics', { active: true })).toMatchObject({ status: 'active', isActive: true });
    await expect(update('segment', { active: true })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Only one conversion tracking integration can be active at a time. Deactivate Google Analytics first.',
      detail: { conflict: 'google-analytics' },
    });
    expect(await activeKinds()).toEqual(['google-analytics']);
    await update('google-analytics', { active: false });
    await update('segment', { active: true });
    expect(await activeKinds()).toEqual(['segment']);
  });

  test('a refused activation saves none of the settings either', async () => {
    const { update, workspaceId } = await workspace();
    await update('google-analytics', { active: true });
    const change = { active: true, settings: { open: { requestsPerSecondMax: 5 }, secret: 's' } };
    await expect(update('segment', change)).rejects.toMatchObject({ code: 'conflict' });
    const where = { workspaceId_kind: { workspaceId, kind: 'segment' } };
    expect(await database.db.integration.findUnique({ where })).toMatchObject({ settings: {}, sharedSecret: null });
  });

  test('taking over switches one off and the other on', async () => {
    const { update, activeKinds } = await workspace();
    await update('google-analytics', { active: true });
    await update('segment', { active: true, takeOver: true });
    expect(await activeKinds()).toEqual(['segment']);
    await update('segment', { active: false, takeOver: true });
    expect(await activeKinds()).toEqual([]);
  });

  test('of two activations at once one wins and the other is refused', async () => {
    for (let round = 0; round < 10; round++) {
      const { update, activeKinds } = await workspace();
      const kinds = ['segment', 'google-analytics'] as const;
      const outcomes = await Promise.allSettled(kinds.map((kind) => update(kind, { active: true })));
      const [winner, ...others] = kinds.filter((_, i) => outcomes[i]?.status === 'fulfilled');
      expect(others).toEqual([]);
      expect(await activeKinds()).toEqual([winner]);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'conflict', detail: { conflict: winner } },
      });
    }
  });

  test('of many take-overs at once all succeed and one integration is active', async () => {
    const { update, activeKinds } = await workspace();
    const kinds = ['segment', 'google-analytics', 'segment', 'google-analytics', 'segment'] as const;
    await Promise.all(kinds.map((kind) => update(kind, { active: true, takeOver: true })));
    expect(await activeKinds()).toHaveLength(1);
  });

  test('another workspace is not concerned', async () => {
    const [one, other] = [await workspace(), await workspace()];
    await one.update('google-analytics', { active: true });
    await other.update('segment', { active: true });
    expect([await one.activeKinds(), await other.activeKinds()]).toEqual([['google-analytics'], ['segment']]);
  });
});

describe('the status', () => {
  test('of Segment: Not Configured until a delivery arrives, then Inactive; Active as soon as it is switched on', async () => {
    const { workspaceId, update, statuses } = await workspace();
    expect((await statuses()).segment).toBe('not_configured');
    await update('segment', { active: true });
    expect((await statuses()).segment).toBe('active');
    await update('segment', { active: false });
    expect((await statuses()).segment).toBe('not_configured');
    await database.db.integration.updateMany({
      where: { workspaceId, kind: 'segment' },
      data: { firstDeliveryAt: NOW, lastDeliveryAt: NOW },
    });
    expect((await statuses()).segment).toBe('inactive');
  });

  test('of Google Analytics: Not Configured until its measurement id is known', async () => {
    const { update, statuses } = await workspace();
    expect((await statuses())['google-analytics']).toBe('not_configured');
    await update('google-analytics', { settings: { open: { measurementId: 'G-ABC123' } } });
    expect((await statuses())['google-analytics']).toBe('inactive');
    await update('google-analytics', { settings: { open: { measurementId: null } } });
    expect((await statuses())['google-analytics']).toBe('not_configured');
  });

  test('comes with the last delivery and the messages of 24 hours, whether or not they counted', async () => {
    const { workspaceId } = await workspace();
    const lastDeliveryAt = new Date('2026-11-24T12:29:00.123Z');
    await database.db.integration.updateMany({ where: { workspaceId, kind: 'segment' }, data: { lastDeliveryAt } });
    const receivedAt = NOW;
    await storeMessages(database.db, workspaceId, [
      { receivedAt, excludedReason: 'integration inactive' },
      { receivedAt, type: 'page' },
      { receivedAt, occurredAt: new Date('2026-11-23T12:00:00Z') },
      { receivedAt, occurredAt: new Date('2026-11-23T11:59:59Z') },
    ]);
    await settleWorkspace(database.db, workspaceId, NOW);
    expect(await listIntegrations(database.db, workspaceId, NOW)).toMatchObject([
      { kind: 'segment', name: 'Segment', lastDeliveryAt: '2026-11-24T12:29:00.123Z', events24h: 3 },
      { kind: 'google-analytics', name: 'Google Analytics', lastDeliveryAt: null, events24h: 0 },
    ]);
  });
});

describe('settings', () => {
  test('what is left out stays; the secret is stored encrypted and never shown', async () => {
    const { workspaceId, update } = await workspace();
    await update('segment', { settings: { open: { requestsPerSecondMax: 50 }, secret: 'shared one' } });
    const card = await update('segment', { active: true });
    expect(card.settings).toEqual({ hasSharedSecret: true, requestsPerSecondMax: 50 });
    const where = { workspaceId_kind: { workspaceId, kind: 'segment' } };
    const { sharedSecret } = await database.db.integration.findUniqueOrThrow({ where });
    expect(sharedSecret).not.toContain('shared one');
    expect(secrets().decrypt(sharedSecret ?? '')).toBe('shared one');
    const cleared = await update('segment', { settings: { open: { requestsPerSecondMax: null }, secret: null } });
    expect(cleared.settings).toEqual({ hasSharedSecret: false, requestsPerSecondMax: null });
  });

  test('changes are in the audit log, without the values', async () => {
    const { workspaceId, update } = await workspace();
    await update('google-analytics', { active: true, settings: { open: { measurementId: 'G-ABC123' } } });
    await update('segment', { active: true, takeOver: true, settings: { open: {}, secret: 'shared one' } });
    await update('segment', { active: true });
    const log = await database.db.auditEntry.findMany({
      where: { workspaceId, action: { startsWith: 'integration.' } },
    });
    expect(log.map(({ action, subject }) => `${action} ${subject}`).sort()).toEqual([
      'integration.activated Google Analytics',
      'integration.activated Segment',
      'integration.configured Google Analytics',
      'integration.configured Segment',
      'integration.deactivated Google Analytics',
    ]);
    expect(JSON.stringify(log)).not.toMatch(/shared one|G-ABC123/);
  });
});
