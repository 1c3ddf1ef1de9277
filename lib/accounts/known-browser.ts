/**
 * The mark of a browser that has signed in to an account before: a cookie that outlives sign-out, gives no access, and only
 * has attempts counted apart from those of strangers (lib/accounts/attempts.ts). It is bound to one email, and to a random
 * id so that two browsers are counted apart.
 */
import { randomUUID } from 'node:crypto';
import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import { secrets } from '../secrets';
import { type CookieReader, isSecure } from './session-cookie';

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const SALT = 'known browser'; // another key than that of session tokens, so that neither passes for the other

const KnownBrowser = z.object({ id: z.uuid(), email: z.string() });
export type KnownBrowser = z.infer<typeof KnownBrowser>;

/** Which browser this is and with which email it signed in last, or null for one that never did. */
export async function readKnownBrowser(cookies: CookieReader, origin: string): Promise<KnownBrowser | null> {
  const token = cookies.get(cookieName(origin))?.value;
  const payload = await decode({ token, secret: secrets().sessionSecret, salt: SALT }).catch(() => null);
  return KnownBrowser.safeParse(payload).data ?? null;
}

/** A Set-Cookie header that marks this browser. */
export async function markKnownBrowser(origin: string, email: string): Promise<string> {
  const token: KnownBrowser = { id: randomUUID(), email };
  const value = await encode({ token, secret: secrets().sessionSecret, salt: SALT, maxAge: YEAR_SECONDS });
  const flags = `Max-Age=${YEAR_SECONDS}; Path=/; HttpOnly; SameSite=Lax${isSecure(origin) ? '; Secure' : ''}`;
  return `${cookieName(origin)}=${value}; ${flags}`;
}

function cookieName(origin: string): string {
  return isSecure(origin) ? '__Secure-abmatic.known' : 'abmatic.known';
}
