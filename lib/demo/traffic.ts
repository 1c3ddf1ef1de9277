/**
 * The demo's traffic, from a seed. Pure: the same seed, and for live traffic the same clock, give the same calls.
 *
 * History: every day of the past has its visits, more of them in office hours and on weekdays. Live: a few visits at a time,
 * mixed call by call; one call in twenty comes late, as from a phone that was without a network for hours.
 */
import { type Random, seededRandom } from './random';
import { BOT_USER_AGENT, USER_AGENTS } from './shop';
import { type Call, makeVisit, newId, pickFrom, type Visitor } from './visit';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const VISITS_ON = { weekday: 14, weekend: 6 };
const VISITS_AT_ONCE = 6;
const VISITORS_REMEMBERED = 150;
const CHANCE = { return: 0.3, bot: 0.03, late: 0.05 };
const LATE_HOURS_MOST = 30;

/** Who has been here before, the latest last. */
type Crowd = Visitor[];

/** All calls of `days` UTC days up to `now`, today being the last, in the order of their time. */
export function makeHistory(seed: number, now: Date, days: number): Call[] {
  const random = seededRandom(seed);
  const crowd: Crowd = [];
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return Array.from({ length: days }, (_, day) => new Date(today - (days - 1 - day) * DAY_MS))
    .flatMap((day) => visitsOfDay(day, crowd, random).flat())
    .filter(({ timestamp }) => timestamp <= now)
    .sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
}

function visitsOfDay(day: Date, crowd: Crowd, random: Random): Call[][] {
  const isWeekend = day.getUTCDay() % 6 === 0;
  const visits = Math.round(VISITS_ON[isWeekend ? 'weekend' : 'weekday'] * (0.6 + random() * 0.8));
  // Between 7 and 20 h, most around the middle of the day.
  const hours = Array.from({ length: visits }, () => 7 + 13 * ((random() + random()) / 2)).sort((a, b) => a - b);
  return hours.map((hour) => makeVisit(nextVisitor(crowd, random), new Date(day.getTime() + hour * HOUR_MS), random));
}

/** A source of calls as they happen now: each question is answered with the next call, at `now` or, seldom, late. */
export function startTraffic(seed: number): (now: Date) => Call {
  const random = seededRandom(seed);
  const crowd: Crowd = [];
  const visits = Array.from({ length: VISITS_AT_ONCE }, () => visitAfterVisit(crowd, random));
  return (now) => {
    const call = pickFrom(visits, random).next().value;
    const lateMs = random() < CHANCE.late ? random() * LATE_HOURS_MOST * HOUR_MS : 0;
    return { ...call, timestamp: new Date(now.getTime() - lateMs) };
  };
}

function* visitAfterVisit(crowd: Crowd, random: Random): Generator<Call, never> {
  while (true) yield* makeVisit(nextVisitor(crowd, random), new Date(0), random);
}

function nextVisitor(crowd: Crowd, random: Random): Visitor {
  if (crowd.length > 0 && random() < CHANCE.return) return pickFrom(crowd, random);
  const isBot = random() < CHANCE.bot;
  const visitor = {
    anonymousId: newId(random),
    userId: `user_${newId(random).slice(0, 12)}`,
    isKnown: false,
    isBot,
    userAgent: isBot ? BOT_USER_AGENT : pickFrom(USER_AGENTS, random),
  };
  crowd.push(visitor);
  if (crowd.length > VISITORS_REMEMBERED) crowd.shift();
  return visitor;
}
