/**
 * From the messages of one cluster to what counts. A conversion is credited to every campaign whose first exposure of this
 * visitor lies before it and not longer ago than the window:
 *
 *          first exposure                       + window
 *   ------------|=================================|----------------> event time
 *      x     (60 s)  credited: e1 ... e2              x
 *   before exposure                            outside the window
 *
 * A visitor counts once per campaign and goal, at the first event in the window. The 60 s before the exposure are the
 * tolerance between two clocks: the script's and Segment's. Each campaign is an experiment of its own, so one event may
 * count in several. A visitor found in control and in a personalized arm of one campaign counts in neither.
 *
 * Example: exposed to campaign c (control) at 10:00, "Signed Up" at 09:59:30 and 10:05, window 30 days
 *   -> one conversion of c at 09:59:30, credited to control.
 *
 * Pure, and a function of the set of messages: order, repetition and lateness of deliveries change nothing.
 */
import type { Reason } from './reasons';
import { CONTROL, inOrder, type TimelineMessage } from './timeline';
import { visitorOf } from './visitors';

export const CLOCK_TOLERANCE_MS = 60_000;

export type Exposure = {
  campaignId: string;
  visitorId: string;
  armId: string;
  epoch: number;
  exposedAt: number;
  /** The message that exposed first: later breakdowns read their dimensions from it. */
  messageKey: string;
  isMixed: boolean;
};
export type Conversion = {
  campaignId: string;
  goalId: string;
  visitorId: string;
  convertedAt: number;
  messageKey: string;
};
export type Credit = { campaignId: string; armId: string; exposedAt: number };
/** What became of a message that satisfies a goal. */
export type Verdict = { credits: readonly Credit[] } | { reason: Reason };
export type Attribution = { exposures: Exposure[]; conversions: Conversion[]; verdicts: Map<string, Verdict> };

type Visit = Map<string, Exposure>;

/** `windowMs` is the attribution window. */
export function attribute(messages: readonly TimelineMessage[], windowMs: number): Attribution {
  const counting = inOrder(messages.filter(({ excludedReason }) => excludedReason === null));
  const visitor = visitorOf(counting);
  const visits = exposuresOf(counting, visitor);
  const conversions = new Map<string, Conversion>();
  const verdicts = new Map<string, Verdict>();
  for (const message of counting) {
    if (message.goalIds.length === 0) continue;
    const visitorId = visitor(message);
    const visit = visitorId === null ? undefined : visits.get(visitorId);
    const verdict = judge(message, visitorId, visit, windowMs);
    verdicts.set(message.key, verdict);
    if ('reason' in verdict || visitorId === null) continue;
    for (const { campaignId } of verdict.credits) {
      for (const goalId of message.goalIds) noteFirst(conversions, { campaignId, goalId, visitorId, message });
    }
  }
  for (const { key, goalIds, excludedReason } of messages) {
    if (excludedReason !== null && goalIds.length > 0) verdicts.set(key, { reason: excludedReason });
  }
  const exposures = [...visits.values()].flatMap((visit) => [...visit.values()]);
  return { exposures, conversions: [...conversions.values()], verdicts };
}

/** The first exposure of each visitor to each campaign, with a mark where arms differ. */
function exposuresOf(
  messages: readonly TimelineMessage[],
  visitor: (m: TimelineMessage) => string | null,
): Map<string, Visit> {
  const visits = new Map<string, Visit>();
  for (const message of messages) {
    const visitorId = visitor(message);
    if (message.exposing === null || visitorId === null) continue;
    const { campaignId, armId, epoch } = message.exposing;
    const visit = visits.get(visitorId) ?? new Map<string, Exposure>();
    visits.set(visitorId, visit);
    const first = visit.get(campaignId);
    if (first) first.isMixed ||= (first.armId === CONTROL) !== (armId === CONTROL);
    else {
      const { occurredAt: exposedAt, key: messageKey } = message;
      visit.set(campaignId, { campaignId, visitorId, armId, epoch, exposedAt, messageKey, isMixed: false });
    }
  }
  return visits;
}

/** Of several reasons the one nearest to being credited. */
function judge(
  message: TimelineMessage,
  visitorId: string | null,
  visit: Visit | undefined,
  windowMs: number,
): Verdict {
  if (visitorId === null) return { reason: 'degenerate id' };
  if (!visit) return { reason: 'no such visitor' };
  const credits: Credit[] = [];
  const refusals = new Set<Reason>();
  for (const { campaignId, armId, exposedAt, isMixed } of visit.values()) {
    const sinceMs = message.occurredAt - exposedAt;
    if (sinceMs < -CLOCK_TOLERANCE_MS) refusals.add('before exposure');
    else if (sinceMs >= windowMs) refusals.add('outside the window');
    else if (isMixed) refusals.add('mixed arms');
    else credits.push({ campaignId, armId, exposedAt });
  }
  if (credits.length > 0) return { credits };
  return { reason: NEAREST.find((reason) => refusals.has(reason)) ?? 'no such visitor' };
}

const NEAREST = ['mixed arms', 'outside the window', 'before exposure'] as const satisfies readonly Reason[];

type Candidate = { campaignId: string; goalId: string; visitorId: string; message: TimelineMessage };

/** Messages come in order, so the first noted is the first there is. */
function noteFirst(conversions: Map<string, Conversion>, { campaignId, goalId, visitorId, message }: Candidate): void {
  const id = `${campaignId} ${goalId} ${visitorId}`;
  if (conversions.has(id)) return;
  const { occurredAt: convertedAt, key: messageKey } = message;
  conversions.set(id, { campaignId, goalId, visitorId, convertedAt, messageKey });
}
