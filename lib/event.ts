/**
 * The nouns that the whole house speaks of: a message as it is kept, and the closed lists of what can be said about one.
 */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What a message can be. `track` is an event with a name; the others are evidence for visitors and page views. */
export const MESSAGE_TYPES = ['track', 'page', 'identify', 'delete'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** Why a stored message counts for nothing. Decided once, on receipt. The verdicts of attribution come later. */
export const EXCLUDED_REASONS = [
  'integration inactive',
  'bot',
  'consent withheld',
  'test traffic',
  'own event', // our own exposure event, or another tool's, come back as a track call
  'not addressed', // integrations: { Markettailor: false } or { All: false }
] as const;
export type ExcludedReason = (typeof EXCLUDED_REASONS)[number];

/** What was unusual about a message that was kept all the same. */
export const MESSAGE_FLAGS = [
  'time missing', // no usable timestamp: computed from the other three times, or the time of receipt
  'time in future', // more than 24 h ahead: became the time of receipt
  'late', // happened more than a day before it was received
  'replay', // sent again from Segment's archive
  'copied', // came through Segment's Repeater from another source
  'query-string event', // fired by ?ajs_event= in an address, which anybody can write
  'degenerate id', // "null", "undefined", zeros: links nobody
  'no id from the browser', // a server event with only a user id
  'cut', // a name, id or value was longer than is kept
  'redacted', // something that looked like personal data was replaced
] as const;
export type MessageFlag = (typeof MESSAGE_FLAGS)[number];

/** One message as parsed: clean, bounded, trimmed. Ids are still in clear; lib/messages/ingest.ts hashes them. */
export type ParsedMessage = {
  messageId: string;
  type: MessageType;
  /** Event name of a track call, title-independent: NFC, trimmed, 1 to 255 characters. Null for other types. */
  name: string | null;
  /** Event time, milliseconds since 1970 UTC. */
  occurredAt: number;
  anonymousId: string | null;
  userId: string | null;
  /** Scheme, host, path and allow-listed query parameters. */
  url: string | null;
  properties: JsonObject;
  projectId: string | null;
  library: string | null;
  excludedReason: ExcludedReason | null;
  flags: MessageFlag[];
};
