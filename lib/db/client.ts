/** The typed database client. Verbs take it as their first argument; only routes, pages and loops call db(). */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { processWide } from '../process-wide';
import { Prisma, PrismaClient } from './generated/client';

export { Prisma };
/** A client or an open transaction: what a verb that reads, or writes one statement, needs. */
export type Db = PrismaClient | Prisma.TransactionClient;
/** A client that can open a transaction. */
export type DbClient = PrismaClient;
export type Tx = Prisma.TransactionClient;

export function connect(connectionString: string, maxConnections = 10): DbClient {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
  });
  // A connection that the server closed while idle is replaced on next use; without listeners it would end the process.
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: () => undefined,
    onConnectionError: () => undefined,
  });
  // Prisma gives a transaction 5 s, which a few statements can take on a machine that is short of everything.
  const client = new PrismaClient({ adapter, transactionOptions: { timeout: 20_000 } });
  pools.set(client, pool);
  return client;
}

/**
 * The connections that a client uses, for the one statement that is sent thousands of times a second: through Prisma its
 * text and its parameters would be carried into WebAssembly and back, and planned, each time.
 */
export function poolOf(client: DbClient): pg.Pool {
  const pool = pools.get(client);
  if (!pool) throw new Error('This client was not made by connect().');
  return pool;
}

/** Process-wide, because the client itself crosses bundles. */
const pools = processWide('connection pools', () => new WeakMap<DbClient, pg.Pool>());

/** The client of this process. lib/boot.ts connects it. */
export function db(): DbClient {
  return processWide<DbClient>('db', () => {
    throw new Error('The database is not connected yet: boot() has not run.');
  });
}

export function setDb(connectionString: string): DbClient {
  return processWide('db', () => connect(connectionString));
}
