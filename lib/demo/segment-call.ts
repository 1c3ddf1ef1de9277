/**
 * What Segment's Tracking API makes of one HTTP call: the messages that go on to destinations. Pure.
 *
 * A batch becomes single messages, with the batch's `context`, `integrations` and `sentAt` under each item's own. An
 * invalid message is dropped without a word, as the API does: it answers 200 all the same. Times follow the spec:
 * "timestamp = receivedAt - (sentAt - originalTimestamp)", which takes the error of the sender's clock out.
 *
 *     received 12:00:05, sent 09:30:10, called 09:30:00 by a clock that is wrong  ->  timestamp 11:59:55
 */
import { z } from 'zod';

const TYPES = ['track', 'page', 'identify', 'group', 'alias', 'screen'] as const;
export type CallType = (typeof TYPES)[number];
type Method = CallType | 'batch';

/** `import` is the historic name of `batch`; the one-letter forms are those of the browser library. */
const METHODS = new Map<string, Method>([
  ...TYPES.flatMap((type): [string, Method][] => [
    [type, type],
    [type.slice(0, 1), type],
  ]),
  ['batch', 'batch'],
  ['b', 'batch'],
  ['import', 'batch'],
]);

/** The method that a path such as /v1/t names; undefined when it is none of the Tracking API. */
export function methodOf(path: string): Method | undefined {
  return METHODS.get(/^\/v1\/([a-z]+)\/?$/.exec(path)?.[1] ?? '');
}

const Fields = z.record(z.string(), z.json());
const Id = z.string().min(1).nullish();

/** What Segment keeps. The checks are those whose failure it documents as a discarded event. */
const Message = z
  .looseObject({
    type: z.enum(TYPES),
    messageId: z.string().min(1).max(100).optional(),
    userId: Id,
    anonymousId: Id,
    event: z.string().min(1).optional(),
    properties: Fields.nullish(),
    traits: Fields.nullish(),
    context: Fields.optional().catch({}),
    integrations: Fields.optional().catch({}),
    timestamp: z.string().optional().catch(undefined),
    sentAt: z.string().optional().catch(undefined),
    version: z.union([z.string(), z.number()]).optional().catch(undefined),
    channel: z.string().optional().catch(undefined),
  })
  .refine((message) => message.userId || message.anonymousId, 'no_user_anon_id')
  .refine((message) => message.type !== 'track' || message.event, 'event_not_defined');

/** A message as it leaves Segment; it has more fields than are named here. */
export type SegmentMessage = { type: CallType; messageId: string; timestamp: string; [field: string]: unknown };

export type Receipt = {
  receivedAt: Date;
  /** Address of the sender; put into `context.ip` of what browsers and phones send, never of servers. */
  ip: string;
  projectId: string;
  newMessageId: () => string;
};

/** The valid messages of one call, and how many were dropped. `body` is parsed JSON of any shape. */
export function readCall(
  method: Method,
  body: unknown,
  receipt: Receipt,
): { messages: SegmentMessage[]; dropped: number } {
  const items = method === 'batch' ? splitBatch(body) : [isRecord(body) ? { ...body, type: method } : body];
  const messages = items.map((item) => readMessage(item, receipt)).filter((message) => message !== undefined);
  return { messages, dropped: items.length - messages.length };
}

function splitBatch(body: unknown): unknown[] {
  if (!isRecord(body) || !Array.isArray(body.batch)) return [];
  return body.batch.map((item: unknown) =>
    isRecord(item)
      ? {
          ...item,
          context: { ...record(body.context), ...record(item.context) },
          integrations: { ...record(body.integrations), ...record(item.integrations) },
          sentAt: item.sentAt ?? body.sentAt,
        }
      : item,
  );
}

function readMessage(item: unknown, receipt: Receipt): SegmentMessage | undefined {
  const parsed = Message.safeParse(item);
  if (!parsed.success) return undefined;
  const { writeKey: _, ...message } = parsed.data;
  const receivedAt = receipt.receivedAt.toISOString();
  const originalTimestamp = message.timestamp ?? receivedAt;
  const channel = message.channel ?? channelOf(message.context);
  return {
    ...message,
    messageId: message.messageId ?? receipt.newMessageId(),
    context: channel === 'server' ? { ...message.context } : { ip: receipt.ip, ...message.context },
    integrations: message.integrations ?? {},
    timestamp: correctTime(originalTimestamp, message.sentAt, receipt.receivedAt),
    originalTimestamp,
    receivedAt,
    projectId: receipt.projectId,
    channel,
    version: message.version ?? 2,
  };
}

/** Without a usable sentAt the caller's own time stands; without a usable time of the call, the time of receipt. */
export function correctTime(originalTimestamp: string, sentAt: string | undefined, receivedAt: Date): string {
  const original = Date.parse(originalTimestamp);
  if (Number.isNaN(original)) return receivedAt.toISOString();
  const sent = Date.parse(sentAt ?? '');
  if (Number.isNaN(sent)) return new Date(original).toISOString();
  return new Date(receivedAt.getTime() - (sent - original)).toISOString();
}

/** Only libraries in a browser or a phone fill in the sender's surroundings. */
function channelOf(context: Record<string, unknown> | undefined): string {
  const library = record(context?.library).name;
  return typeof library === 'string' && /^analytics(\.js|-ios|-android|-swift|-kotlin)/.test(library)
    ? 'client'
    : 'server';
}

/** Whether a message is meant for a destination: `integrations` can leave it out by name, or everything with `All`. */
export function isMeantFor(destination: string, message: SegmentMessage): boolean {
  const integrations = record(message.integrations);
  const setting = Object.hasOwn(integrations, destination) ? integrations[destination] : integrations.All;
  return setting !== false;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
