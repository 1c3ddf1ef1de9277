/** How a request is refused: always JSON with a sentence. What went wrong inside is for the log alone. */
import { randomUUID } from 'node:crypto';
import { isDatabaseAway } from '../db/is-away';
import { type AppError, isAppError, STATUS_BY_CODE, unavailable } from '../errors';
import { log } from '../log';

/** The answer to whatever was thrown. `where` is for the log: method and path, no query. */
export function refuse(error: unknown, where: string): Response {
  const { code, message, detail, retryAfter } = asRefusal(error, where);
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter));
  return Response.json({ message, ...detail }, { status: code === null ? 500 : STATUS_BY_CODE[code], headers });
}

type Refusal = Pick<AppError, 'message' | 'detail' | 'retryAfter'> & { code: AppError['code'] | null };

/** The same for those who answer in another form. A code of null is a fault of ours: it is in the log under the id. */
export function asRefusal(error: unknown, where: string): Refusal {
  if (isAppError(error)) return error;
  if (isDatabaseAway(error))
    return unavailable('The database is not reachable at the moment. Try again in a few seconds.');
  const id = randomUUID();
  log().error({ id, where, error: loggable(error) }, 'a request failed');
  return { code: null, message: `Something went wrong on our side. Quote ${id} to support.`, detail: { id } };
}

/** Name, last line and stack: the other lines of a database error repeat the query with its values. */
function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const lastLine = error.message.trim().split('\n').at(-1)?.slice(0, 300);
  const stack = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, message: lastLine, code: 'code' in error ? error.code : undefined, stack };
}
