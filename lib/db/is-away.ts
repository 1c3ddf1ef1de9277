import { z } from 'zod';

/** The parts of a Prisma error that tell why: PostgreSQL's SQLSTATE, or what Prisma makes of a broken connection. */
const DatabaseError = z.object({
  code: z.string().optional(),
  meta: z
    .object({ driverAdapterError: z.object({ cause: z.object({ kind: z.string(), code: z.string().optional() }) }) })
    .optional(),
});

const AWAY_KINDS = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];
/** Connection exceptions; too many connections; shutting down, crashed, starting up. */
const AWAY_STATES = /^(08...|53300|57P0[123])$/;
/** A transaction that got no connection in time. */
const NO_TRANSACTION = 'P2028';
/** What the pool says in plain errors. */
const AWAY_MESSAGES =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** Whether the database did not answer, so that the same call may succeed a little later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (AWAY_MESSAGES.test(error.message)) return true;
  const { code, meta } = DatabaseError.safeParse(error).data ?? {};
  const cause = meta?.driverAdapterError.cause;
  return code === NO_TRANSACTION || AWAY_KINDS.includes(cause?.kind ?? '') || AWAY_STATES.test(cause?.code ?? '');
}
