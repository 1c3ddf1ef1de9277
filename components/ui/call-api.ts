/** What a refusal of our API says beside its message. */
export type RefusalDetail = {
  /** The active integration that is in the way. */
  conflict?: string;
  /** Fields of the request that cannot be used, and why, in words that read on from "it". */
  invalid?: { name: string; reason: string }[];
};

export type ApiAnswer<T> =
  | { ok: true; value: T }
  | {
      ok: false;
      /** 0: the server was not reached, so there is nothing to read anew. */
      status: number;
      /** A sentence for the user. */
      message: string;
      detail: RefusalDetail;
    };

const OFFLINE = 'The server could not be reached. Check your connection and try again.';

/**
 * Calls a route of our own from the browser. Refusals and a missing network are answers, not exceptions, and their
 * message can be shown as it is.
 */
export async function callApi<T = unknown>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<ApiAnswer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const value: unknown = text === '' ? null : JSON.parse(text);
    if (response.ok) return { ok: true, value: value as T };
    const { message = OFFLINE, ...detail } = value as RefusalDetail & { message?: string };
    return { ok: false, status: response.status, message, detail };
  } catch {
    return { ok: false, status: 0, message: OFFLINE, detail: {} };
  }
}
