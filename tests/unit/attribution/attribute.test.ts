import { describe, expect, it } from 'vitest';
import { attribute } from '@/lib/attribution/attribute';
import { CONTROL, type TimelineMessage } from '@/lib/attribution/timeline';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const WINDOW = 30 * DAY;
let count = 0;

function message(at: number, changes: Partial<TimelineMessage>): TimelineMessage {
  count += 1;
  return {
    key: `m${String(count).padStart(6, '0')}`,
    type: 'track',
    occurredAt: at,
    scriptId: null,
    anonymousId: null,
    userId: null,
    excludedReason: null,
    exposing: null,
    goalIds: [],
    ...changes,
  };
}
const expose = (at: number, armId: string, ids: Partial<TimelineMessage>, campaignId = 'c1', epoch = 1) =>
  message(at, { type: 'page', exposing: { campaignId, armId, epoch }, ...ids });
const convert = (at: number, ids: Partial<TimelineMessage>, goalId = 'g1') =>
  message(at, { goalIds: [goalId], ...ids });

const s1 = { scriptId: 's1' };
const linked = { scriptId: 's1', anonymousId: 'a1' };

describe('a conversion', () => {
  it('is credited to the campaign before it, in the arm of the exposure', () => {
    const { exposures, conversions, verdicts } = attribute(
      [expose(0, 'v1', linked), convert(5 * MINUTE, { anonymousId: 'a1' })],
      WINDOW,
    );
    expect(exposures).toMatchObject([{ campaignId: 'c1', armId: 'v1', epoch: 1, isMixed: false }]);
    expect(conversions).toMatchObject([{ campaignId: 'c1', goalId: 'g1', convertedAt: 5 * MINUTE }]);
    expect([...verdicts.values()]).toMatchObject([{ credits: [{ campaignId: 'c1', armId: 'v1' }] }]);
  });

  it.each([
    ['an hour before the exposure', -60 * MINUTE, { reason: 'before exposure' }],
    ['61 s before', -61_000, { reason: 'before exposure' }],
    ['60 s before, within the tolerance of two clocks', -60_000, { credits: [{ campaignId: 'c1' }] }],
    ['at the same moment', 0, { credits: [{ campaignId: 'c1' }] }],
    ['a millisecond before the window ends', WINDOW - 1, { credits: [{ campaignId: 'c1' }] }],
    ['when the window ends', WINDOW, { reason: 'outside the window' }],
  ])('%s', (_, at, verdict) => {
    const { verdicts } = attribute([expose(0, 'v1', s1), convert(at, s1)], WINDOW);
    expect([...verdicts.values()]).toMatchObject([verdict]);
  });

  it('counts once per visitor, at its first event in the window', () => {
    const events = [convert(-DAY, s1), convert(2 * MINUTE, s1), convert(MINUTE, s1), convert(DAY, s1)];
    const { conversions } = attribute([...events, expose(0, 'v1', s1)], WINDOW);
    expect(conversions.map(({ convertedAt }) => convertedAt)).toEqual([MINUTE]);
  });

  it('counts in every campaign that came before it', () => {
    const messages = [expose(0, 'v1', s1, 'c1'), expose(MINUTE, CONTROL, s1, 'c2'), convert(DAY, s1)];
    expect(attribute(messages, WINDOW).conversions.map(({ campaignId }) => campaignId)).toEqual(['c1', 'c2']);
  });

  it('goes by the first exposure: a later one opens no new window', () => {
    const messages = [expose(0, 'v1', s1), expose(29 * DAY, 'v1', s1), convert(31 * DAY, s1)];
    expect([...attribute(messages, WINDOW).verdicts.values()]).toEqual([{ reason: 'outside the window' }]);
  });

  it('of a robot counts for nothing, nor does its exposure', () => {
    const bot = { ...s1, excludedReason: 'bot' as const };
    expect(attribute([expose(0, 'v1', bot), convert(MINUTE, s1)], WINDOW).exposures).toEqual([]);
    const { verdicts, conversions } = attribute([expose(0, 'v1', s1), convert(MINUTE, bot)], WINDOW);
    expect(conversions).toEqual([]);
    expect([...verdicts.values()]).toEqual([{ reason: 'bot' }]);
  });

  it.each([
    ['without any id', {}, 'degenerate id'],
    ['of somebody whom no campaign met', { userId: 'stranger' }, 'no such visitor'],
  ])('%s has a reason', (_, ids, reason) => {
    expect([...attribute([expose(0, 'v1', s1), convert(MINUTE, ids)], WINDOW).verdicts.values()]).toEqual([{ reason }]);
  });
});

describe('a visitor', () => {
  const identify = (at: number, userId: string, ids: Partial<TimelineMessage>) =>
    message(at, { type: 'identify', userId, ...ids });

  it('is the same person before and after signing in, and on the server', () => {
    const messages = [
      expose(0, 'v1', linked),
      identify(DAY, 'u1', { anonymousId: 'a1' }),
      convert(2 * DAY, { userId: 'u1' }),
    ];
    expect(attribute(messages, WINDOW).conversions).toMatchObject([{ visitorId: 'u1' }]);
  });

  it('is one on two devices, and mixed when these saw different arms', () => {
    const messages = [
      expose(0, 'v1', { scriptId: 's1', userId: 'u1' }),
      expose(MINUTE, CONTROL, { scriptId: 's2', userId: 'u1' }),
      convert(DAY, { userId: 'u1' }),
    ];
    const { exposures, conversions, verdicts } = attribute(messages, WINDOW);
    expect(exposures).toMatchObject([{ visitorId: 'u1', armId: 'v1', isMixed: true }]);
    expect(conversions).toEqual([]);
    expect([...verdicts.values()]).toEqual([{ reason: 'mixed arms' }]);
  });

  it('who saw two variations is not mixed: neither was the original', () => {
    const messages = [expose(0, 'v1', { ...s1, userId: 'u1' }), expose(MINUTE, 'v2', { scriptId: 's2', userId: 'u1' })];
    expect(attribute(messages, WINDOW).exposures).toMatchObject([{ armId: 'v1', isMixed: false }]);
  });

  it('on a shared device is whoever signed in last, and old conversions stay', () => {
    const messages = [
      expose(0, 'v1', linked),
      identify(MINUTE, 'u1', { anonymousId: 'a1' }),
      convert(2 * MINUTE, { anonymousId: 'a1' }),
      identify(DAY, 'u2', { anonymousId: 'a1' }),
      expose(DAY + MINUTE, 'v1', linked),
      convert(DAY + 2 * MINUTE, { anonymousId: 'a1' }),
    ];
    const { conversions } = attribute(messages, WINDOW);
    expect(conversions.map(({ visitorId, convertedAt }) => [visitorId, convertedAt])).toEqual([
      ['u1', 2 * MINUTE],
      ['u2', DAY + 2 * MINUTE],
    ]);
  });

  it('keeps the arm and the epoch of the first exposure', () => {
    const messages = [expose(0, CONTROL, s1, 'c1', 1), expose(DAY, CONTROL, s1, 'c1', 2)];
    expect(attribute(messages, WINDOW).exposures).toMatchObject([{ armId: CONTROL, epoch: 1 }]);
  });
});

it('no order of the messages changes anything', () => {
  const messages = [
    expose(0, 'v1', linked),
    message(MINUTE, { userId: 'u1', anonymousId: 'a1' }),
    convert(2 * MINUTE, { anonymousId: 'a1' }),
    convert(2 * MINUTE, { userId: 'u1' }, 'g2'),
    expose(3 * MINUTE, CONTROL, { scriptId: 's2' }, 'c2'),
    message(DAY, { userId: 'u1', scriptId: 's2' }),
    convert(DAY, { userId: 'u1' }),
  ];
  const sorted = (result: ReturnType<typeof attribute>) => ({
    exposures: result.exposures.map((e) => JSON.stringify(e)).sort(),
    conversions: result.conversions.map((c) => JSON.stringify(c)).sort(),
  });
  const expected = sorted(attribute(messages, WINDOW));
  for (let i = 0; i < messages.length; i++) {
    const rotated = [...messages.slice(i), ...messages.slice(0, i)];
    expect(sorted(attribute(rotated, WINDOW))).toEqual(expected);
    expect(sorted(attribute(rotated.toReversed(), WINDOW))).toEqual(expected);
  }
});
