import { AppError } from '../errors';

const BODY_BYTES_MAX = 256 * 1024;

/** The JSON of a request's body; an empty body is an empty object. Refuses with bad_request or too_large. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('bad_request', 'Invalid JSON.');
  }
}

/** A request's body. Stops reading at 256 KB and refuses with too_large. */
export async function readText(request: Request): Promise<string> {
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX) throw new AppError('too_large', 'The body is larger than 256 KB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
