/**
 * X-Signature of Segment's Webhooks destinations: the lower-case hex HMAC-SHA1 of the JSON body under the shared secret.
 * A batch is signed by its first element only, which leaves the others unauthenticated: that is why the API key is required
 * as well, and the signature comes on top. A signature of the whole body is accepted too.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** `body` is the raw body, `firstElement` the JSON text of a batch's first message where there is one. */
export function isSigned(signature: string | undefined, secret: string, body: string, firstElement?: string): boolean {
  if (!signature || !/^[0-9a-f]{40}$/i.test(signature.trim())) return false;
  const given = Buffer.from(signature.trim(), 'hex');
  const texts = firstElement === undefined ? [body] : [body, firstElement];
  return texts.some((text) => timingSafeEqual(given, createHmac('sha1', secret).update(text).digest()));
}
