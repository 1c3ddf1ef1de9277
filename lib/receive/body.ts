/** A request's body as text, bounded before and after decompression. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { AppError } from '../errors';
import type { IngestRequest } from './exchange';

const decompressors = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** Rejects with AppError "too_large" beyond `bytesMax` decompressed bytes; a bomb is not inflated further. */
export async function readText(request: IngestRequest, bytesMax: number): Promise<string> {
  if (Number(request.header('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const raw = await request.readBody(bytesMax);
  const encoding = request.header('content-encoding')?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return raw.toString('utf8');
  const decompress = decompressors.get(encoding);
  if (!decompress) throw new AppError('bad_request', 'This Content-Encoding is not supported');
  try {
    return (await decompress(raw, { maxOutputLength: bytesMax })).toString('utf8');
  } catch (error) {
    const isBomb = error instanceof RangeError;
    throw isBomb ? tooLarge(bytesMax) : new AppError('bad_request', 'The compressed body cannot be read');
  }
}

export function tooLarge(bytesMax: number): AppError {
  return new AppError('too_large', `Body is larger than ${Math.floor(bytesMax / 1024)} KB`);
}
