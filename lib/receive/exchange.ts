/** What an ingest function takes and gives, whether node:http or a Next route stands in front of it. */
import { isAppError, STATUS_BY_CODE } from '../errors';
import { log } from '../log';

export type IngestRequest = {
  method: string;
  /** Without the query. */
  path: string;
  /** By lower-case name. */
  header: (name: string) => string | undefined;
  /** The raw body. Rejects with AppError "too_large" beyond `bytesMax`. */
  readBody: (bytesMax: number) => Promise<Buffer>;
  /** Our clock at arrival, milliseconds. */
  now: number;
};

export type Reply = { status: number; headers: Record<string, string>; body: string };

const JSON_HEADERS = { 'content-type': 'application/json' };

/** The whole answer of a success. Segment reads bodies only with this content type. */
export const ACCEPTED: Reply = { status: 200, headers: JSON_HEADERS, body: '{"success":true}' };

/**
 * A refusal in the words of the partner contract, `{ "message": … }`. What is not a refusal is a bug: it is logged, and
 * answered without its text.
 */
export function refusal(error: unknown): Reply {
  if (!isAppError(error)) {
    log().error({ err: error }, 'an ingest request failed unexpectedly');
    return { status: 500, headers: JSON_HEADERS, body: '{"message":"Something went wrong on our side"}' };
  }
  const headers: Record<string, string> = { ...JSON_HEADERS };
  if (error.code === 'unauthenticated') headers['www-authenticate'] = 'Basic';
  if (error.code === 'method_not_allowed') headers.allow = String(error.detail.allow ?? 'POST');
  if (error.code === 'too_large') headers.connection = 'close';
  if (error.retryAfter !== undefined) headers['retry-after'] = String(error.retryAfter);
  return { status: STATUS_BY_CODE[error.code], headers, body: JSON.stringify({ message: error.message }) };
}
