/** The document that analytics.js asks for when it starts: which destinations there are, and where Segment.io is. */
import { AppError } from '../errors';
import { authenticateKey } from '../integrations/authenticate';
import type { IngestRequest, Reply } from './exchange';

export async function replySettings(request: IngestRequest, key: string): Promise<Reply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new AppError('method_not_allowed', 'Read the settings with GET', { allow: 'GET, HEAD, OPTIONS' });
  }
  await authenticateKey([key], request.now);
  const protocol = request.header('x-forwarded-proto')?.split(',', 1)[0]?.trim() === 'https' ? 'https' : 'http';
  const segment = { apiKey: key, apiHost: `${request.header('host')}/v1`, protocol };
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=120' },
    body: JSON.stringify({ integrations: { 'Segment.io': segment }, metrics: { sampleRate: 0 } }),
  };
}
