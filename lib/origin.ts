/**
 * Where a request came from and where its answer may send the browser.
 *
 * Without APP_URL the address is the one that the request was made to, so that localhost, 127.0.0.1 and any host name work
 * alike. Whoever writes a false Host header fools only the answer to that very request: answers are never cached, no
 * address is kept, and redirects leave the origin out.
 */
type HeadersLike = Pick<Headers, 'get'>;

/** Tells server components, which cannot know it otherwise, the path of the page. proxy.ts sets it on every request. */
export const PATH_HEADER = 'x-abmatic-path';

/** `https://host:port` of this application as the browser knows it. */
export function requestOrigin(headers: HeadersLike, appUrl: string | undefined): string {
  if (appUrl) return new URL(appUrl).origin;
  const scheme = firstOf(headers.get('x-forwarded-proto')) === 'https' ? 'https' : 'http';
  return `${scheme}://${requestHost(headers) ?? 'localhost'}`;
}

/**
 * Whether a page of our own made this request. Browsers put Origin on every request that is not a plain navigation or GET;
 * pages of other sites can neither leave it out nor change it. Schemes are not compared: a proxy may have ended TLS.
 */
export function isOwnOrigin(headers: HeadersLike, appUrl: string | undefined): boolean {
  const origin = headers.get('origin');
  if (!origin || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === requestHost(headers) || (appUrl !== undefined && host === new URL(appUrl).host);
}

/**
 * A path within this application, whatever was asked for: `/` for anything that leads elsewhere, such as another origin, a
 * script or a path that browsers read as a host (`//host`, `/\host`).
 */
export function safePath(wanted: unknown, origin = 'http://localhost'): string {
  if (typeof wanted !== 'string' || !URL.canParse(wanted, origin)) return '/';
  const url = new URL(wanted, origin);
  const path = url.pathname + url.search + url.hash;
  return url.origin === new URL(origin).origin && !path.startsWith('//') ? path : '/';
}

function requestHost(headers: HeadersLike): string | undefined {
  return (firstOf(headers.get('x-forwarded-host')) ?? headers.get('host') ?? undefined)?.toLowerCase();
}

/** Proxies in a row write a list; the first is the one that the browser talked to. */
function firstOf(list: string | null): string | undefined {
  return list?.split(',')[0]?.trim() || undefined;
}
