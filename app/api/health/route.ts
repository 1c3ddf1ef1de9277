/** For load balancers and operators; needs no sign-in, and says nothing about any workspace. */
import { checkHealth } from '@/lib/operations/health';

export const dynamic = 'force-dynamic';

/** 200 when ready to take events, 503 with the reasons otherwise. A lag of settling delays figures, and refuses nothing. */
export async function GET(): Promise<Response> {
  const { reasons, settleLagSeconds, queue } = await checkHealth(new Date());
  const isReady = reasons.length === 0;
  const body = isReady
    ? { status: 'ready', settleLagSeconds, queue }
    : { status: 'not ready', message: reasons.join(' '), reasons, settleLagSeconds, queue };
  const headers = { 'Cache-Control': 'no-store', ...(isReady ? {} : { 'Retry-After': '5' }) };
  return Response.json(body, { status: isReady ? 200 : 503, headers });
}
