/**
 * An Authorization header -> the workspace whose Segment API key it carries. Segment sends
 * `Basic base64(key + ":")`; what else reaches us is the same key in other clothes (without the colon, not encoded, with
 * spaces from the clipboard, as a bearer token), and refusing it would only cost the customer an afternoon.
 *
 * Keys are compared by looking up their SHA-256, so the time of a comparison says nothing about a key.
 */
import { AppError, unavailable } from '../errors';
import { hashKey } from '../workspaces/keys';
import { type KeyFacts, lookUpKey } from './key-cache';

const KEY = /^[A-Za-z0-9_-]{8,128}$/;
const HEADER_LENGTH_MAX = 1_024;

/** The keys that a header may mean, most likely first. */
export function keysOfHeader(header: string | undefined): string[] {
  if (!header || header.length > HEADER_LENGTH_MAX) return [];
  const parts = /^\s*(basic|bearer)\s+(.*?)\s*$/i.exec(header);
  if (!parts) return [];
  const [, scheme = '', token = ''] = parts;
  const plain = token.split(':', 1)[0] ?? '';
  const decoded = Buffer.from(token, 'base64').toString('utf8').split(':', 1)[0] ?? '';
  const candidates = scheme.toLowerCase() === 'basic' ? [decoded, plain] : [plain];
  return candidates.map((key) => key.trim()).filter((key) => KEY.test(key));
}

/**
 * The facts of the first known key. Throws AppError: "unauthenticated" for no, an unknown or a revoked key, "forbidden" for
 * one without the right, "unavailable" when keys cannot be looked up (a 401 then would make Segment discard the events).
 */
export async function authenticateKey(keys: readonly string[], now: number): Promise<KeyFacts> {
  for (const key of keys) {
    const facts = await lookUp(hashKey(key), now);
    if (facts) return checkFacts(facts, now);
  }
  throw new AppError('unauthenticated', 'Invalid API key');
}

async function lookUp(hash: string, now: number): Promise<KeyFacts | null> {
  try {
    return await lookUpKey(hash, now);
  } catch (cause) {
    throw unavailable('Keys cannot be checked at the moment. Send it again.', cause);
  }
}

function checkFacts(facts: KeyFacts, now: number): KeyFacts {
  if (facts.expiresAt !== null && facts.expiresAt <= now) throw new AppError('unauthenticated', 'API key revoked');
  if (facts.kind !== 'segment') {
    throw new AppError('forbidden', 'This is an API token. Use the API key of the Segment integration.');
  }
  if (facts.isSuspended) throw new AppError('forbidden', 'This workspace is suspended');
  return facts;
}
