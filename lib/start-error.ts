/**
 * Why the application cannot start, in words for whoever started it: what happened, and what to do. It is printed without
 * a stack trace.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What to print: the sentence of a StartError; for what nobody foresaw, all that is known. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'StartError' ? error.message : (error.stack ?? error.message);
}
