import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { GET } from '@/app/api/health/route';
import { boot, shutdown } from '@/lib/boot';
import { db } from '@/lib/db/client';
import { ingestQueue } from '@/lib/messages/ingest';
import { newDatabase } from '../../support/database';
import { eventually, query } from '../../support/embedded';
import { createTestWorkspace } from '../../support/factories';

let url = '';

beforeAll(async () => {
  url = await newDatabase();
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('APP_SECRET', 'a secret for tests, long enough: 0123456789');
  await boot();
});
afterAll(shutdown);

/** Another session that holds a lock on `table` until the test is over. */
async function lockTable(table: 'messages' | 'unsettled_messages'): Promise<() => Promise<void>> {
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  let release: Promise<void> | undefined;
  const unlock = () => {
    release ??= other.end();
    return release;
  };
  onTestFinished(unlock);
  return unlock;
}

async function health() {
  const response = await GET();
  return { status: response.status, body: await response.json(), retryAfter: response.headers.get('Retry-After') };
}

describe('without sign-in, a server tells', () => {
  test('that it is ready, with the lag of settling and the queue', async () => {
    expect(await health()).toEqual({
      status: 200,
      body: { status: 'ready', settleLagSeconds: 0, queue: { requests: 0, bytes: 0 } },
      retryAfter: null,
    });
  });

  test('how long the oldest message has been waiting, and is ready all the same', async () => {
    const { workspaceId } = await createTestWorkspace(db());
    await lockTable('messages'); // nothing is settled meanwhile
    await query(
      url,
      `INSERT INTO unsettled_messages VALUES ('${workspaceId}', now() - interval '1 hour', '${workspaceId}')`,
    );
    const { status, body } = await health();
    expect(status).toBe(200);
    expect(body.settleLagSeconds).toBeGreaterThanOrEqual(3_600);
    expect(body.settleLagSeconds).toBeLessThan(3_700);
  });

  test('that the database does not answer in time', async () => {
    await lockTable('unsettled_messages');
    const startedAt = performance.now();
    const { status, body, retryAfter } = await health();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: '5' });
    expect(body).toMatchObject({
      message: 'The database does not answer.',
      reasons: ['The database does not answer.'],
      settleLagSeconds: null,
    });
  });

  test('that its queue is full', async () => {
    const { workspaceId } = await createTestWorkspace(db());
    const unlock = await lockTable('messages');
    const { bytesMax } = ingestQueue().depth();
    // The first is in flight and waits for the lock; the second waits for the first.
    const blanks = [1, bytesMax - 1].map((bytes) => [{ key: workspaceId, json: ' '.repeat(bytes) }]);
    const added = Promise.allSettled(blanks.map((rows) => ingestQueue().add(workspaceId, rows)));
    const { status, body } = await health();
    expect(status).toBe(503);
    expect(body.reasons).toEqual(['The queue of messages that wait to be stored is full.']);
    expect(body.queue).toEqual({ requests: 2, bytes: bytesMax });
    await unlock();
    await added;
    await eventually(async () => expect((await health()).status).toBe(200));
  });

  test('that it is stopping', async () => {
    await shutdown();
    const { status, body } = await health();
    expect(status).toBe(503);
    expect(body.reasons).toEqual(['The application is starting or stopping.']);
  });
});
