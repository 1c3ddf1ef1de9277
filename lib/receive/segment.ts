/**
 * POST /api/segment: Segment's subscription webhook, and the Webhooks (Actions) destination for those whose Segment has no
 * catalog entry. The answers are those of Segment's partner contract: 2xx delivered; 4xx discarded for good; 429 and 5xx
 * sent again for four hours. So 4xx is said only of what can never be accepted, and an outage of ours is always 503.
 */
import { AppError } from '../errors';
import { authenticateKey, keysOfHeader } from '../integrations/authenticate';
import type { KeyFacts } from '../integrations/key-cache';
import { noteDelivery } from '../integrations/note-delivery';
import { log } from '../log';
import { ingest } from '../messages/ingest';
import { describeRejections, type ParsedBody, parseMessages, readShape, type Shape } from '../segment/body';
import { contentId } from '../segment/ids';
import { isSigned } from '../segment/signature';
import { readText, tooLarge } from './body';
import { ACCEPTED, type IngestRequest, type Reply, refusal } from './exchange';
import { checkRate } from './rate-limit';

const SINGLE_BYTES_MAX = 1024 * 1024;
const BATCH_BYTES_MAX = 5 * 1024 * 1024;
const BATCH_MESSAGES_MAX = 4_000;

/** Never throws: every fault has an answer. */
export async function receiveSegment(request: IngestRequest): Promise<Reply> {
  try {
    if (request.method !== 'POST') throw new AppError('method_not_allowed', 'Send events with POST');
    const facts = await authenticateKey(keysOfHeader(request.header('authorization')), request.now);
    checkRate(facts, request.now);
    const text = await readText(request, BATCH_BYTES_MAX);
    const shape = readShape(text);
    checkSignature(request, facts, text, shape);
    return await accept(request, facts, text, shape);
  } catch (error) {
    return refusal(error);
  }
}

/** With a shared secret set, a missing or wrong signature is 401 even when the key is good. */
function checkSignature(request: IngestRequest, facts: KeyFacts, text: string, shape: Shape): void {
  if (facts.sharedSecret === null) return;
  const firstElement = shape.kind === 'batch' ? JSON.stringify(shape.messages[0]) : undefined;
  if (!isSigned(request.header('x-signature'), facts.sharedSecret, text, firstElement)) {
    throw new AppError('unauthenticated', 'Invalid signature');
  }
}

async function accept(request: IngestRequest, facts: KeyFacts, text: string, shape: Shape): Promise<Reply> {
  const { messages, rejections } = readMessages(request.now, text, shape);
  // A test event of our own says nothing about Segment.
  const isOwnTest = messages.length > 0 && messages.every((message) => message.excludedReason === 'test traffic');
  if (!isOwnTest) await noteDelivery(facts, request.now);
  const { workspaceId, isActive } = facts;
  const delivery = { workspaceId, source: 'segment', isActive, receivedAt: request.now } as const;
  if (messages.length > 0) {
    await ingest(delivery, messages, rejections.length);
    return ACCEPTED;
  }
  // A refusal does not wait for the database: what is refused is refused, counted or not.
  ingest(delivery, [], rejections.length).catch((err) => log().warn({ err }, 'rejected messages were not counted'));
  const isUnsupported = rejections.every(({ code }) => code === 'unsupported');
  throw new AppError(isUnsupported ? 'unsupported' : 'bad_request', describeRejections(rejections));
}

/** A message without an id is known by its content, so that its redelivery is absorbed like any other. */
function readMessages(now: number, text: string, shape: Shape): ParsedBody {
  const arrival = { now, clock: 'corrected', idWithout: (raw: unknown) => contentId(JSON.stringify(raw)) } as const;
  switch (shape.kind) {
    case 'unreadable':
      return unreadable(shape.reason);
    case 'single':
      if (Buffer.byteLength(text) > SINGLE_BYTES_MAX) throw tooLarge(SINGLE_BYTES_MAX);
      return parseMessages([shape.message], arrival);
    case 'batch':
      if (shape.messages.length === 0) return unreadable('Empty batch');
      if (shape.messages.length > BATCH_MESSAGES_MAX) {
        throw new AppError('too_large', `A batch holds at most ${BATCH_MESSAGES_MAX} messages`);
      }
      return parseMessages(shape.messages, arrival, shape.defaults);
  }
}

function unreadable(message: string): ParsedBody {
  return { messages: [], rejections: [{ index: 0, code: 'invalid', message }] };
}
