/**
 * Browsers post to us from the customer's site, some with credentials, so the origin is echoed. Nothing behind these paths
 * reads a cookie: what a page of another origin can do here, any program can.
 */
import type { IngestRequest, Reply } from './exchange';

export function withCors(request: IngestRequest, reply: Reply): Reply {
  const origin = request.header('origin');
  if (origin === undefined) return reply;
  const headers: Record<string, string> = {
    ...reply.headers,
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after',
    vary: 'Origin',
  };
  if (request.method === 'OPTIONS') {
    headers['access-control-allow-methods'] = 'GET, POST, OPTIONS';
    headers['access-control-allow-headers'] =
      request.header('access-control-request-headers') ?? 'authorization, content-type, x-retry-count';
    headers['access-control-max-age'] = '86400';
  }
  return { ...reply, headers };
}
