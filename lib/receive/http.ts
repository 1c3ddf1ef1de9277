/** Ingest functions behind node:http: what the production server answers itself, before Next. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../errors';
import { tooLarge } from './body';
import type { IngestRequest } from './exchange';
import { receiverOf } from './routes';

/** Answers an ingest request and says true; leaves every other request alone and says false. */
export function answerIngest(request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  const receive = receiverOf(path);
  if (!receive) return false;
  receive(asIngestRequest(request, path)).then((reply) => {
    // Told rather than chunked: one write to the socket instead of three.
    response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
    response.end(reply.body);
  });
  return true;
}

function asIngestRequest(request: IncomingMessage, path: string): IngestRequest {
  return {
    method: request.method ?? 'GET',
    path,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    readBody: (bytesMax) => readBody(request, bytesMax),
    now: Date.now(),
  };
}

/** The size is counted while the body streams in, whatever content-length says. */
function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
      else reject(tooLarge(bytesMax));
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    // Without an end the sender is gone: nobody reads the answer, but the function behind must come to its end.
    request.on('close', () => {
      if (!request.complete) reject(new AppError('bad_request', 'The request was cut off'));
    });
  });
}
