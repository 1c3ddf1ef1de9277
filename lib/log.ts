/** Structured log lines on standard output. Never pass a key, a payload, a header or a query's parameters. */
import pino, { type Logger } from 'pino';
import { env } from './env';
import { processWide } from './process-wide';

export function log(): Logger {
  return processWide('log', () =>
    pino({ level: env().logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }),
  );
}
