/**
 * /v1/*: Segment's HTTP Tracking API, so that an SDK can be pointed here directly. As Segment does it, everything is
 * answered 200 and what cannot be used is dropped, except for an oversize or unreadable body (400). Unlike Segment, an
 * unknown write key is 401: whoever sets an SDK up by hand is told at once.
 */
import { randomUUID } from 'node:crypto';
import { AppError, isAppError } from '../errors';
import { authenticateKey, keysOfHeader } from '../integrations/authenticate';
import type { KeyFacts } from '../integrations/key-cache';
import { noteDelivery } from '../integrations/note-delivery';
import { ingest } from '../messages/ingest';
import { type ParsedBody, parseMessages, readShape, type Shape } from '../segment/body';
import { isObject, pick } from '../segment/fields';
import { readText } from './body';
import { withCors } from './cors';
import { ACCEPTED, type IngestRequest, type Reply, refusal } from './exchange';
import { checkRate } from './rate-limit';
import { replySettings } from './tracking-settings';

const BATCH_BYTES_MAX = 500 * 1024;
const BATCH_MESSAGES_MAX = 2_500;
const MESSAGE_BYTES_MAX = 32 * 1024;

/** The call that a path names. "batch" and "import" carry messages with types of their own; "metrics" is the SDK's own. */
const CALLS: ReadonlyMap<string, string> = new Map([
  ...['track', 'page', 'identify', 'group', 'alias', 'screen', 'batch'].map((call) => [call, call] as const),
  ...([
    ['t', 'track'],
    ['p', 'page'],
    ['i', 'identify'],
    ['g', 'group'],
    ['a', 'alias'],
    ['s', 'screen'],
  ] as const),
  ...([
    ['b', 'batch'],
    ['import', 'batch'],
    ['m', 'metrics'],
  ] as const),
]);

/** Never throws. */
export async function receiveTrackingCall(request: IngestRequest): Promise<Reply> {
  if (request.method === 'OPTIONS') return withCors(request, { status: 204, headers: {}, body: '' });
  return withCors(request, await answer(request).catch(refusal));
}

async function answer(request: IngestRequest): Promise<Reply> {
  const settingsKey = /^\/v1\/projects\/([^/]+)\/settings\/?$/.exec(request.path)?.[1];
  if (settingsKey !== undefined) return replySettings(request, settingsKey);
  const call = CALLS.get(request.path.replace(/^\/v1\/|\/$/g, ''));
  if (call === undefined) throw new AppError('not_found', 'There is no such call');
  if (request.method !== 'POST')
    throw new AppError('method_not_allowed', 'Send events with POST', { allow: 'POST, OPTIONS' });
  const text = await readText(request, BATCH_BYTES_MAX).catch(asBadRequest);
  if (call === 'metrics') return ACCEPTED;
  return accept(request, call, text);
}

async function accept(request: IngestRequest, call: string, text: string): Promise<Reply> {
  const shape = readShape(text);
  if (shape.kind === 'unreadable') throw new AppError('bad_request', shape.reason);
  const facts = await authenticateKey(keysOf(request, shape), request.now);
  checkRate(facts, request.now);
  const parsed = readCalls(request.now, call, text, shape);
  await noteDelivery(facts, request.now);
  await store(facts, parsed, request.now);
  return ACCEPTED;
}

function store({ workspaceId, isActive }: KeyFacts, { messages, rejections }: ParsedBody, now: number): Promise<void> {
  return ingest({ workspaceId, source: 'segment', isActive, receivedAt: now }, messages, rejections.length);
}

/** The write key stands in the header or, from older SDKs, in the body. */
function keysOf(request: IngestRequest, shape: Exclude<Shape, { kind: 'unreadable' }>): string[] {
  const inBody =
    shape.kind === 'single' ? shape.message.writeKey : (shape.writeKey ?? pick(shape.messages[0], 'writeKey'));
  const keys = keysOfHeader(request.header('authorization'));
  return typeof inBody === 'string' ? [...keys, ...keysOfHeader(`Bearer ${inBody}`)] : keys;
}

function readCalls(now: number, call: string, text: string, shape: Exclude<Shape, { kind: 'unreadable' }>): ParsedBody {
  const arrival = { now, clock: 'client', idWithout: () => `abmatic-${randomUUID()}` } as const;
  if (shape.kind === 'single') {
    if (call === 'batch') throw new AppError('bad_request', 'Missing batch');
    if (Buffer.byteLength(text) > MESSAGE_BYTES_MAX) throw oversize();
    return parseMessages([asCall(shape.message, call)], arrival);
  }
  if (shape.messages.length === 0) throw new AppError('bad_request', 'Empty batch');
  if (shape.messages.length > BATCH_MESSAGES_MAX) throw oversize();
  const messages = call === 'batch' ? shape.messages : shape.messages.map((message) => asCall(message, call));
  return parseMessages(
    text.length > MESSAGE_BYTES_MAX ? messages.map(withoutOversize) : messages,
    arrival,
    shape.defaults,
  );
}

/** The path names the type, whatever the message says. */
function asCall(message: unknown, type: string): unknown {
  return isObject(message) ? { ...message, type } : message;
}

/** A message over the limit becomes one that is rejected; its neighbours are kept. */
function withoutOversize(message: unknown): unknown {
  return Buffer.byteLength(JSON.stringify(message) ?? '') > MESSAGE_BYTES_MAX ? null : message;
}

/** The Tracking API knows no 413. */
function asBadRequest(error: unknown): never {
  throw isAppError(error) && error.code === 'too_large' ? oversize() : error;
}

function oversize(): AppError {
  return new AppError('bad_request', 'Exceed payload limit');
}
