/**
 * Why the application cannot start, in words for whoever started it: what happened, and what to do. It is printed without
 * a stack trace (see describeStartFailure in lib/boot.ts).
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
