/** The cookie that names a session: a token of next-auth (encrypted and signed under the session secret) with its id. */
import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import { secrets } from '../secrets';

export const SessionToken = z.object({ sessionId: z.uuid() });
export type SessionToken = z.infer<typeof SessionToken>;

/** What both a request's cookies and those of a page answer to. */
export type CookieReader = { get(name: string): { value: string } | undefined };

/** A name of its own, because cookies of one host are shared by its ports, where other applications may run. */
export function sessionCookieName(origin: string): string {
  return isSecure(origin) ? '__Secure-abmatic.session' : 'abmatic.session';
}

export function isSecure(origin: string): boolean {
  return origin.startsWith('https:');
}

/** The session id that the cookie names, or null when there is none, it is expired, or it was not made by us. */
export async function readSessionCookie(cookies: CookieReader, origin: string): Promise<string | null> {
  const token = cookies.get(sessionCookieName(origin))?.value;
  // Throws for whatever is not a token of ours.
  const payload = await decode({ token, secret: secrets().sessionSecret }).catch(() => null);
  return SessionToken.safeParse(payload).data?.sessionId ?? null;
}
