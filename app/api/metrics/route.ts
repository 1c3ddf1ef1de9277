/**
 * Figures of this process for Prometheus. Without METRICS_TOKEN anybody who can reach the server may read them: they are
 * totals of the process, and name no workspace, event or person. With it, only who sends it as a bearer token.
 */
import { env } from '@/lib/env';
import { readMetrics } from '@/lib/operations/read-metrics';
import { isSameSecret } from '@/lib/operations/same-secret';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const { metricsToken } = env();
  if (metricsToken !== undefined && !isSameSecret(request.headers.get('authorization'), `Bearer ${metricsToken}`)) {
    const headers = { 'WWW-Authenticate': 'Bearer' };
    return Response.json({ message: 'Send METRICS_TOKEN as a bearer token' }, { status: 401, headers });
  }
  const { contentType, text } = await readMetrics(new Date());
  return new Response(text, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } });
}
