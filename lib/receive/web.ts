/** The same ingest functions behind a Next route, for `next dev` and `next start`. */
import { tooLarge } from './body';
import type { IngestRequest } from './exchange';
import type { Receive } from './routes';

export async function answerWith(receive: Receive, request: Request): Promise<Response> {
  const reply = await receive(asIngestRequest(request));
  return new Response(reply.status === 204 ? null : reply.body, { status: reply.status, headers: reply.headers });
}

function asIngestRequest(request: Request): IngestRequest {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    header: (name) => request.headers.get(name) ?? undefined,
    readBody: (bytesMax) => readBody(request, bytesMax),
    now: Date.now(),
  };
}

async function readBody(request: Request, bytesMax: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
