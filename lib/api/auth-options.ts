/**
 * How next-auth signs people in here. Signing in with a password needs its JWT sessions; ours hold only the id of a row in
 * `sessions`, which is asked at every request, so that they can be ended (lib/accounts/sessions.ts).
 */
import type { NextRequest } from 'next/server';
import type { Account, AuthOptions, Profile, User } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { readKnownBrowser } from '../accounts/known-browser';
import { isOAuthProvider, type OAuthProvider, providersOf, verifiedEmail } from '../accounts/oauth-providers';
import { type OAuthResult, oauthSignIn } from '../accounts/oauth-sign-in';
import { isSecure, readSessionCookie, SessionToken, sessionCookieName } from '../accounts/session-cookie';
import { endSession, readSession, SESSION_SECONDS_MAX, type SignedIn, startSession } from '../accounts/sessions';
import { signIn } from '../accounts/sign-in';
import { clientAddress } from '../client-address';
import type { DbClient } from '../db/client';
import { env } from '../env';
import { log } from '../log';
import { safePath } from '../origin';
import { secrets } from '../secrets';
import { asRefusal } from './refusal';

/** One request to sign in or out. */
export type Visit = { db: DbClient; request: Pick<NextRequest, 'headers' | 'cookies'>; origin: string; now: Date };

export function authOptions(visit: Visit): AuthOptions {
  const { db, request, origin, now } = visit;
  const secure = isSecure(origin);
  return {
    secret: secrets().sessionSecret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS_MAX },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(origin),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [passwordProvider(visit), ...providersOf(env().oauth)],
    callbacks: {
      redirect: ({ url }) => origin + safePath(url, origin),
      signIn: async ({ user, account, profile }) => {
        if (!account || !isOAuthProvider(account.provider)) return true;
        const person = await signedInPerson(visit);
        const claim = { user, account, profile, signedInUserId: person?.userId ?? null };
        const result = await withProvider(visit, account.provider, claim);
        if ('refused' in result) return `${person ? '/settings' : '/sign-in'}?error=${result.refused}`;
        Object.assign(user, result.user); // next-auth hands this object on to `jwt` below
        return true;
      },
      jwt: async ({ token, user }) => {
        if (!user) return token; // not a sign-in
        const userAgent = request.headers.get('user-agent') ?? '';
        const previous = await readSessionCookie(request.cookies, origin);
        if (previous) await endSession(db, previous, now);
        return { sessionId: await startSession(db, { userId: user.id, userAgent, now }) };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const { data } = SessionToken.safeParse(token);
        if (data) await endSession(db, data.sessionId, now);
      },
    },
    logger: {
      error: (code) => log().warn({ code }, 'signing in failed'), // what comes with it may hold tokens
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function passwordProvider({ db, request, origin, now }: Visit) {
  return Credentials({
    credentials: { email: {}, password: {} },
    async authorize(given) {
      const { email = '', password = '' } = given ?? {};
      const address = clientAddress(request.headers);
      const knownBrowser = await readKnownBrowser(request.cookies, origin);
      const result = await signIn(db, { email, password, address, knownBrowser, now }).catch((error) => ({
        refused: asRefusal(error, 'sign-in').message,
      }));
      // next-auth carries the text of an error to the form.
      if ('refused' in result) throw new Error(result.refused);
      return result.user;
    },
  });
}

async function signedInPerson({ db, request, origin, now }: Visit): Promise<SignedIn | null> {
  const sessionId = await readSessionCookie(request.cookies, origin);
  return sessionId === null ? null : await readSession(db, sessionId, now);
}

type Claim = { user: User; account: Account; profile?: Profile; signedInUserId: string | null };

async function withProvider(
  { db, now }: Visit,
  provider: OAuthProvider,
  { user, account, profile, signedInUserId }: Claim,
): Promise<OAuthResult> {
  try {
    return await oauthSignIn(db, {
      provider,
      providerAccountId: account.providerAccountId,
      verifiedEmail: await verifiedEmail(provider, account, profile),
      name: user.name ?? null,
      signedInUserId,
      now,
    });
  } catch (error) {
    asRefusal(error, `sign-in with ${provider}`); // logged; next-auth would show its text
    return { refused: 'Failed' };
  }
}
