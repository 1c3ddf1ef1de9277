/** Tells every page its own path, so that signing in can lead back to it (lib/workspaces/current.ts). Decides nothing. */
import { type NextRequest, NextResponse } from 'next/server';
import { PATH_HEADER } from '@/lib/origin';

export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

/** Pages only: the API, the ingest paths and files know their path themselves. */
export const config = { matcher: '/((?!api/|v1/|t/|_next/|.*\\..*).*)' };
