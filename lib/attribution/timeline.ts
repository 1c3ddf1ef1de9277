/**
 * What attribution reads: the messages of one cluster, which is every id that messages have connected, in order.
 *
 *   cluster   script s1 -- anonymous a1 -- user u1 -- anonymous a2 -- script s2        a laptop and a phone of one person
 */
import type { ExcludedReason, MessageType } from '../event';

/** The arm of visitors who see the original page. Every other arm is a variation. */
export const CONTROL = '00000000-0000-0000-0000-000000000000';
/** Where visitors are counted who were found in control and in a personalized arm of one campaign. */
export const MIXED = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export type Exposing = {
  campaignId: string;
  /** CONTROL, or the id of a variation. */
  armId: string;
  epoch: number;
};

export type TimelineMessage = {
  key: string;
  type: MessageType;
  /** Event time, milliseconds. */
  occurredAt: number;
  scriptId: string | null;
  anonymousId: string | null;
  userId: string | null;
  excludedReason: ExcludedReason | null;
  /** Of an exposure: to what. Null for every other message. */
  exposing: Exposing | null;
  /** Goals that the message satisfies. */
  goalIds: readonly string[];
};

/** By event time, then by key: the same order whatever order the messages came in. */
export function inOrder<M extends Pick<TimelineMessage, 'occurredAt' | 'key'>>(messages: readonly M[]): M[] {
  return messages.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
