import { afterEach, describe, expect, test } from 'vitest';
import { connect, type DbClient } from '@/lib/db/client';
import { startSettleLoop, stopSettleLoop, wakeSettleLoop } from '@/lib/settlement/loop';
import { settleWorkspace } from '@/lib/settlement/settle';
import { listWaiting, settleLag } from '@/lib/settlement/waiting';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const database = useTestDatabase();

afterEach(stopSettleLoop);

async function workspace(): Promise<string> {
  return (await createTestWorkspace(database.db)).workspaceId;
}

async function waitingOf(workspaceId: string): Promise<number> {
  return await database.db.unsettledMessage.count({ where: { workspaceId } });
}

/** Resolves when `isSo` holds; the test's own time limit ends a vain wait. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

describe('the settle loop', () => {
  test('settles what waits without being woken, and at once when it is', async () => {
    const workspaceId = await workspace();
    await storeMessages(database.db, workspaceId, [{ name: 'A' }]);
    startSettleLoop(database.db);
    await until(async () => (await waitingOf(workspaceId)) === 0);
    await storeMessages(database.db, workspaceId, [{ name: 'B' }]);
    await until(async () => (await waitingOf(workspaceId)) === 0);
    await storeMessages(database.db, workspaceId, [{ name: 'C' }]);
    const before = Date.now();
    wakeSettleLoop();
    await until(async () => (await waitingOf(workspaceId)) === 0);
    expect(Date.now() - before).toBeLessThan(2_000);
    expect(await database.db.goal.count({ where: { workspaceId } })).toBe(3);
  });

  test('a workspace whose batch fails waits alone, and is settled when the fault is gone', async () => {
    const good = await workspace();
    const { workspaceId: bad } = await createTestWorkspace(database.db, { name: 'Refused' });
    await database.db.$executeRaw`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF EXISTS (SELECT FROM workspaces WHERE id = NEW.workspace_id AND name = 'Refused') THEN
          RAISE EXCEPTION 'refused';
        END IF;
        RETURN NEW;
      END $$`;
    await database.db.$executeRaw`
      CREATE TRIGGER refuse BEFORE INSERT ON goal_days FOR EACH ROW EXECUTE FUNCTION refuse()`;
    await storeMessages(database.db, bad, [{ receivedAt: new Date(Date.now() - 5_000) }]);
    await storeMessages(database.db, good, [{}]);
    startSettleLoop(database.db);
    await until(async () => (await waitingOf(good)) === 0);
    await storeMessages(database.db, good, [{}]);
    await until(async () => (await waitingOf(good)) === 0);
    expect(await waitingOf(bad)).toBe(1);
    expect(await database.db.goal.count({ where: { workspaceId: bad } })).toBe(0);

    await database.db.$executeRaw`DROP TRIGGER refuse ON goal_days`;
    await until(async () => (await waitingOf(bad)) === 0);
    expect(await database.db.goal.count({ where: { workspaceId: bad } })).toBe(1);
  });

  test('stop waits for the running step, and nothing is settled afterwards', async () => {
    const workspaceId = await workspace();
    startSettleLoop(database.db);
    startSettleLoop(database.db);
    await storeMessages(database.db, workspaceId, [{}]);
    await until(async () => (await waitingOf(workspaceId)) === 0);
    await stopSettleLoop();
    await storeMessages(database.db, workspaceId, [{}]);
    wakeSettleLoop();
    expect(await waitingOf(workspaceId)).toBe(1);
    await settleWorkspace(database.db, workspaceId, new Date());
  });

  test('outlives the loss of its connections', async () => {
    const workspaceId = await workspace();
    const other: DbClient = connect(database.url);
    startSettleLoop(other);
    await database.db.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await storeMessages(database.db, workspaceId, [{}]);
    await until(async () => (await waitingOf(workspaceId)) === 0);
    await stopSettleLoop();
    await other.$disconnect();
  });

  test('several at once settle each message once', async () => {
    const workspaceIds = [await workspace(), await workspace(), await workspace()];
    const store = workspaceIds.map((id) => storeMessages(database.db, id, Array(200).fill({})));
    const settle = Array.from({ length: 3 }, async () => {
      for (let i = 0; i < 10; i++) {
        for (const id of await listWaiting(database.db)) await settleWorkspace(database.db, id, new Date(), 37);
      }
    });
    await Promise.all([...store, ...settle]);
    startSettleLoop(database.db);
    await until(async () => (await listWaiting(database.db)).length === 0);
    const days = await database.db.goalDay.findMany({ where: { workspaceId: { in: workspaceIds } } });
    expect(days.map(({ events }) => events)).toEqual([200n, 200n, 200n]);
  });
});

describe('the lag of settling', () => {
  test('is the age of the message that waits longest, in whatever workspace', async () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(await settleLag(database.db, now)).toBe(0);
    const [a, b] = [await workspace(), await workspace()];
    await storeMessages(database.db, a, [{ receivedAt: new Date('2026-11-24T11:59:58Z') }]);
    await storeMessages(database.db, b, [{ receivedAt: new Date('2026-11-24T11:59:57Z') }]);
    expect(await settleLag(database.db, now)).toBe(3_000);
    expect(await listWaiting(database.db)).toEqual([b, a]);
    for (const id of [a, b]) await settleWorkspace(database.db, id, now);
    expect(await settleLag(database.db, now)).toBe(0);
  });
});
