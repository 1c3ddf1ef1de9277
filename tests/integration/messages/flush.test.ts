import { describe, expect, it } from 'vitest';
import { connect } from '@/lib/db/client';
import type { ParsedMessage } from '@/lib/event';
import { flushMessages, isDataFault, type MessageRow } from '@/lib/messages/flush';
import { useTestDatabase } from '../../support/database';
import { createTestWorkspace } from '../../support/factories';

const database = useTestDatabase();

const row = (key: string, fields: Partial<ParsedMessage> & Record<string, unknown> = {}): MessageRow => ({
  key,
  json: JSON.stringify({ k: key, i: key, s: 'segment', t: 'track', n: 'A', o: 1, r: 1, p: {}, f: [], ...fields }),
});
const keyOf = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => error,
  );

describe('a flush', () => {
  it('stores nothing of its rows when one of them cannot be stored, and tells that the data is at fault', async () => {
    const { workspaceId } = await createTestWorkspace(database.db);
    for (const bad of [{ p: { text: 'a\u0000b' } }, { n: 'a\u0000b' }, { p: { text: '\ud800' } }, { a: 'no uuid' }]) {
      const fault = await faultOf(flushMessages(database.db, workspaceId, [row(keyOf(1)), row(keyOf(2), bad)]));
      expect(fault).toBeInstanceOf(Error);
      expect(isDataFault(fault)).toBe(true);
    }
    expect(await database.db.message.count({ where: { workspaceId } })).toBe(0);
    expect(await database.db.unsettledMessage.count({ where: { workspaceId } })).toBe(0);
  });

  it('does not blame the data when the database is away', async () => {
    const away = connect('postgresql://nobody@127.0.0.1:1/none');
    expect(isDataFault(await faultOf(flushMessages(away, keyOf(1), [row(keyOf(1))])))).toBe(false);
    await away.$disconnect();
  });

  it('queues each stored message once for settling', async () => {
    const { workspaceId } = await createTestWorkspace(database.db);
    const rows = [row(keyOf(3)), row(keyOf(1)), row(keyOf(3)), row(keyOf(2))];
    await flushMessages(database.db, workspaceId, rows);
    await flushMessages(database.db, workspaceId, rows);
    expect(await database.db.unsettledMessage.count({ where: { workspaceId } })).toBe(3);
    const [counted] = await database.db.deliveryDay.findMany({ where: { workspaceId } });
    expect(counted).toMatchObject({ outcome: 'duplicate', name: 'A', count: 5n });
  });

  it('of two servers with the same messages at once neither deadlocks nor stores twice', async () => {
    const { workspaceId } = await createTestWorkspace(database.db);
    const rows = Array.from({ length: 500 }, (_, i) => row(keyOf(i)));
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => flushMessages(database.db, workspaceId, i % 2 ? rows : rows.toReversed())),
    );
    expect(await database.db.message.count({ where: { workspaceId } })).toBe(500);
    expect(await database.db.unsettledMessage.count({ where: { workspaceId } })).toBe(500);
    const [counted] = await database.db.deliveryDay.findMany({ where: { workspaceId } });
    expect(counted?.count).toBe(3_500n);
  });
});
