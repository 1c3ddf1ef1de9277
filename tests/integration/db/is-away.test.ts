import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { connect, type DbClient } from '@/lib/db/client';
import { isDatabaseAway } from '@/lib/db/is-away';
import { useTestDatabase } from '@/tests/support/database';

const test = useTestDatabase();

/** What a piece of work fails with. */
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it worked'),
    (error: unknown) => error,
  );

const WORK = {
  'a read': (db: DbClient) => db.user.count(),
  SQL: (db: DbClient) => db.$queryRaw`SELECT 1`,
  'a transaction': (db: DbClient) => db.$transaction((tx) => tx.user.count()),
};

describe('a database that does not answer', () => {
  it.each(Object.entries(WORK))('is known as such by %s', async (_, work) => {
    const nowhere = connect('postgresql://nobody@127.0.0.1:1/nothing');
    expect(isDatabaseAway(await failureOf(work(nowhere)))).toBe(true);
  });

  it('is known as such when it goes away in the middle', async () => {
    const db = connect(test.url);
    const untilKilled = [
      failureOf(db.$queryRaw`SELECT pg_sleep(30)::text`),
      failureOf(
        db.$transaction(async (tx) => {
          await tx.user.count();
          await killConnections(2);
          await tx.user.count();
        }),
      ),
    ];
    for (const failure of await Promise.all(untilKilled)) expect(isDatabaseAway(failure), String(failure)).toBe(true);
    await db.$disconnect();
  });

  it('is known as such when no connection is free in time', async () => {
    const db = connect(test.url, 1);
    const long = db.$queryRaw`SELECT pg_sleep(4)::text`.then(); // starts with the first then()
    expect(isDatabaseAway(await failureOf(db.user.count()))).toBe(true);
    await long;
    await db.$disconnect();
  });
});

describe('a fault of ours', () => {
  it.each([
    ['a missing table', () => test.db.$queryRaw`SELECT 1 FROM nothing`],
    ['a broken rule', () => test.db.key.create({ data: { hash: 'x', workspaceId: 'x', kind: 'x', last4: '' } })],
    ['any other error', () => Promise.reject(new Error('timeout of something else'))],
    ['something thrown that is no error', () => Promise.reject('57P01')],
  ])('is not taken for that: %s', async (_, work) => {
    expect(isDatabaseAway(await failureOf(Promise.resolve(work())))).toBe(false);
  });
});

/** Ends all connections to this test's database, once there are so many. */
async function killConnections(count: number): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  const { pathname } = new URL(test.url);
  for (let killed = 0; killed < count; ) {
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND state <> 'idle'`,
      [pathname.slice(1)],
    );
    killed += rowCount ?? 0;
  }
  await admin.end();
}
