/**
 * The one error that code throws on purpose: a refusal that HTTP answers. Anything else that is thrown is a bug and is
 * answered as 500 without its text. The message is read by customers, so it names the thing and the remedy, and never
 * contains a key, a payload or an internal name.
 */
export const STATUS_BY_CODE = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unsupported: 501,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS_BY_CODE;

export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Further public fields of the JSON answer, such as `conflict`. */
    readonly detail: Readonly<Record<string, unknown>> = {},
    /** Seconds, for Retry-After. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** An outage of ours: the sender is asked to try again. The cause is for the log. */
export function unavailable(message: string, cause?: unknown): AppError {
  const error = new AppError('unavailable', message, {}, 2);
  error.cause = cause;
  return error;
}

/** By name, not by class: an error may come from another bundle's copy of this module. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError';
}
