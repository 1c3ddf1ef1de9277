/** Structured log lines on standard output. Never pass a key, a payload, a header or a query's parameters. */
import pino, { type Logger } from 'pino';
import { env } from './env';
import { processWide } from './process-wide';

export function log(): Logger {
  return processWide('log', () => writeTo(1));
}

/** For commands whose standard output is their answer. To be called before anything is logged. */
export function logToStandardError(): void {
  processWide('log', () => writeTo(2));
}

function writeTo(fileDescriptor: number): Logger {
  const options = { level: env().logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, pino.destination({ fd: fileDescriptor, sync: true }));
}
