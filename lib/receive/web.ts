/** The same ingest functions behind a Next route, for `next dev` and `next start`. */
import { tooLarge } from './body';
import type { IngestRequest } from './exchange';
import { receiverOf } from './routes';

/** Answers an ingest request; for no other is there a Next route that calls this. */
export async function answerIngest(request: Request): Promise<Response> {
  const ingestRequest = asIngestRequest(request);
  const receive = receiverOf(ingestRequest.path);
  if (!receive) return new Response(null, { status: 404 });
  const reply = await receive(ingestRequest);
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
