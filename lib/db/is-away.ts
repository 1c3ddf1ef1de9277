import { Prisma } from './generated/client';

/** Prisma's codes for a server that cannot be reached, is starting or stopping, closed the connection, or has none free. */
const AWAY_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);

/** Whether the database did not answer, so that the same call may succeed a little later. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) return AWAY_CODES.has(error.code);
  return error instanceof Prisma.PrismaClientInitializationError;
}
