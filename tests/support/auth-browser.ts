/**
 * A browser that signs in and out through the real route of next-auth, inside the scope that Next.js gives a route handler
 * (next-auth reads cookies and headers from there).
 */
import 'next/dist/server/node-environment-baseline';
import { workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external';
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external';
import { createRequestStoreForAPI } from 'next/dist/server/async-storage/request-store';
import { NextRequest } from 'next/server';
import { GET, POST } from '@/app/api/auth/[...nextauth]/route';

const handlers = { GET, POST };

export class AuthBrowser {
  readonly #cookies = new Map<string, string>();

  constructor(
    readonly origin = 'http://localhost:3000',
    /** What a proxy or our own server says of the client. */
    readonly address = '203.0.113.1',
  ) {}

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  forgetCookies(): void {
    this.#cookies.clear();
  }

  async visit(
    method: 'GET' | 'POST',
    path: string,
    form?: Record<string, string> | string,
    contentType = 'application/x-www-form-urlencoded',
  ): Promise<Response> {
    const { host, protocol } = new URL(this.origin);
    const headers = new Headers({
      host,
      cookie: this.cookie,
      'user-agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
      'x-forwarded-for': this.address,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol.slice(0, -1),
      ...(form !== undefined && { 'content-type': contentType }),
    });
    const body = typeof form === 'object' ? new URLSearchParams(form).toString() : form;
    const request = new NextRequest(`${this.origin}/api/auth/${path}`, { method, headers, body });
    const nextauth = request.nextUrl.pathname.split('/').slice(3);
    const store = createRequestStoreForAPI(
      request,
      request.nextUrl,
      { tags: [] } as never,
      undefined,
      undefined,
      undefined,
    );
    const response = await workAsyncStorage.run({ route: '/api/auth/[...nextauth]' } as never, () =>
      workUnitAsyncStorage.run(store, () => handlers[method](request, { params: Promise.resolve({ nextauth }) })),
    );
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  async csrfToken(): Promise<string> {
    const { csrfToken } = await (await this.visit('GET', 'csrf')).json();
    return csrfToken;
  }

  /** What the sign-in form does: null when it worked, else the sentence that it shows. */
  async signIn(email: string, password: string, callbackUrl = '/'): Promise<{ refused: string | null; url: string }> {
    const form = { email, password, callbackUrl, csrfToken: await this.csrfToken(), json: 'true' };
    const response = await this.visit('POST', 'callback/credentials', form);
    const { url } = await response.json();
    return { refused: response.ok ? null : new URL(url).searchParams.get('error'), url };
  }

  async signOut(): Promise<Response> {
    return await this.visit('POST', 'signout', { csrfToken: await this.csrfToken(), json: 'true' });
  }

  #keep(setCookie: string): void {
    const [pair = '', ...flags] = setCookie.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    if (flags.some((flag) => /^Max-Age=0$|^Expires=Thu, 01 Jan 1970/i.test(flag))) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(name.length + 1));
  }
}
