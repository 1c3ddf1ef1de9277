/** The route of next-auth: opened to what is used, closed to the rest, and kept from failing on input that is none. */
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { markKnownBrowser } from '../accounts/known-browser';
import { isOAuthProvider } from '../accounts/oauth-providers';
import { db } from '../db/client';
import { env, publishAuthAddress } from '../env';
import { AppError } from '../errors';
import { requestOrigin } from '../origin';
import { authOptions } from './auth-options';
import { readText } from './read-body';
import { refuse } from './refusal';

type Method = 'GET' | 'POST';
type AuthContext = { params: Promise<{ nextauth: string[] }> };

export function authRoute(method: Method) {
  return (request: NextRequest, context: AuthContext) =>
    answer(method, request, context).catch((error) => refuse(error, `${method} ${request.nextUrl.pathname}`));
}

async function answer(method: Method, request: NextRequest, context: AuthContext): Promise<Response> {
  const [action = '', provider = ''] = (await context.params).nextauth;
  if (!isOpen(method, action, provider)) throw new AppError('not_found', 'There is nothing here.');
  const origin = requestOrigin(request.headers, env().appUrl);
  checkAddresses(origin, request.nextUrl.searchParams.get('callbackUrl'));
  publishAuthAddress(env());
  const options = authOptions({ db: db(), request, origin, now: new Date() });
  let email: string | undefined;
  options.events = {
    ...options.events,
    signIn: ({ user }) => {
      email = user.email ?? undefined;
    },
  };
  const bounded = method === 'POST' ? await withBoundedForm(request) : request;
  const response: Response = await NextAuth(bounded, context, options);
  if (email) response.headers.append('Set-Cookie', await markKnownBrowser(origin, email));
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

/** Not open: `session` (pages ask the database), the pages of next-auth, and `_log`, which writes a stranger's log lines. */
function isOpen(method: Method, action: string, provider: string): boolean {
  if (method === 'POST') return ['signin', 'callback', 'signout'].includes(action);
  return ['csrf', 'signin', 'error'].includes(action) || (action === 'callback' && isOAuthProvider(provider));
}

/** next-auth answers these with a fault of its own. */
function checkAddresses(origin: string, callbackUrl: string | null): void {
  if (!URL.canParse(origin)) throw new AppError('bad_request', 'The Host header is not a host.');
  if (callbackUrl && !(/^(\/|https?:\/\/)/.test(callbackUrl) && URL.canParse(callbackUrl, origin))) {
    throw new AppError('bad_request', 'callbackUrl is not an address.');
  }
}

async function withBoundedForm(request: NextRequest): Promise<NextRequest> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new AppError('bad_request', 'Send a form.');
  return new NextRequest(request.url, { method: 'POST', headers: request.headers, body: await readText(request) });
}
