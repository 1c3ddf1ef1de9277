/** The route of next-auth, opened to what is used and closed to the rest. */
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { markKnownBrowser } from '../accounts/known-browser';
import { db } from '../db/client';
import { env, publishAuthAddress } from '../env';
import { AppError } from '../errors';
import { requestOrigin } from '../origin';
import { authOptions } from './auth-options';
import { refuse } from './refusal';

/** Not open: `session` (pages ask the database), `signout` and `verify-request` pages, `_log` (a stranger's log lines). */
const OPEN = {
  GET: ['csrf', 'providers', 'signin', 'callback', 'error'],
  POST: ['signin', 'callback', 'signout'],
} as const;

type AuthContext = { params: Promise<{ nextauth: string[] }> };

export function authRoute(method: 'GET' | 'POST') {
  return (request: NextRequest, context: AuthContext) =>
    answer(method, request, context).catch((error) => refuse(error, `${method} ${request.nextUrl.pathname}`));
}

async function answer(method: 'GET' | 'POST', request: NextRequest, context: AuthContext): Promise<Response> {
  const [action = ''] = (await context.params).nextauth;
  if (!OPEN[method].some((open) => open === action)) throw new AppError('not_found', 'There is nothing here.');
  const origin = requestOrigin(request.headers, env().appUrl);
  if (!URL.canParse(origin)) throw new AppError('bad_request', 'The Host header is not a host.');
  publishAuthAddress(env());
  const options = authOptions({ db: db(), request, origin, now: new Date() });
  let email: string | undefined;
  options.events = {
    ...options.events,
    signIn: ({ user }) => {
      email = user.email ?? undefined;
    },
  };
  const response: Response = await NextAuth(request, context, options);
  if (email) response.headers.append('Set-Cookie', await markKnownBrowser(origin, email));
  response.headers.set('Cache-Control', 'no-store');
  return response;
}
