/**
 * The guarantee of settling: whatever the order of deliveries, the batches, the repetitions, the settlers and the crashes,
 * the counters are those of a plain count of the stored messages, and a rebuild finds nothing to change.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DbClient, Tx } from '@/lib/db/client';
import { EXCLUDED_REASONS, type ExcludedReason, type MessageType } from '@/lib/event';
import { rebuildRollUps } from '@/lib/settlement/rebuild';
import { settleWorkspace } from '@/lib/settlement/settle';
import { DAY_MS, dayIn, floorHour, HOUR_MS } from '@/lib/time';
import { useTestDatabase } from '@/tests/support/database';
import { createTestWorkspace } from '@/tests/support/factories';
import { storeMessages } from '@/tests/support/messages';

const database = useTestDatabase();
const NOW = new Date('2026-11-24T12:30:00Z');
const ZONE = 'America/St_Johns'; // UTC-3:30, and -2:30 until 1 November
const NAMES = ['Form Submitted', 'Order Completed', 'form submitted', 'Köp ✓'];
const PEOPLE = [randomUUID(), randomUUID()];
const BROWSERS = [randomUUID(), randomUUID(), randomUUID()];

/** Shrinking a counterexample ends in time to print it, with its seed. */
const LIMITS = { numRuns: 25, interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true };

type Kept = {
  key: string;
  type: MessageType;
  name: string;
  occurredAt: Date;
  excludedReason: ExcludedReason | null;
  anonymousId: string | null;
  userId: string | null;
};
type Step =
  | { do: 'deliver'; indexes: number[] }
  | { do: 'settle'; batchMax: number; settlers: number }
  | { do: 'crash'; at: number };

const messageOf = (types: MessageType[]): fc.Arbitrary<Kept> =>
  fc.record({
    key: fc.uuid(),
    type: fc.constantFrom(...types),
    name: fc.constantFrom(...NAMES),
    occurredAt: fc
      .oneof(fc.integer({ min: -50, max: 20 }), fc.integer({ min: -40 * 24, max: 20 }))
      .map((hours) => new Date(NOW.getTime() + hours * HOUR_MS + 17 * 60_000)),
    excludedReason: fc.constantFrom(null, null, null, 'consent withheld', 'consent withheld', ...EXCLUDED_REASONS),
    anonymousId: fc.option(fc.constantFrom(...BROWSERS)),
    userId: fc.constantFrom(null, ...PEOPLE),
  });

const stepOf = (messages: number): fc.Arbitrary<Step> =>
  fc.oneof(
    fc.record({
      do: fc.constant('deliver' as const),
      indexes: fc.array(fc.nat(messages - 1), { minLength: 1, maxLength: 12 }),
    }),
    fc.record({
      do: fc.constant('settle' as const),
      batchMax: fc.integer({ min: 1, max: 20 }),
      settlers: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ do: fc.constant('crash' as const), at: fc.integer({ min: 1, max: 14 }) }),
  );

const historyOf = (types: MessageType[]) =>
  fc.uniqueArray(messageOf(types), { selector: ({ key }) => key, minLength: 8, maxLength: 40 }).chain((messages) =>
    fc.record({
      messages: fc.constant(messages),
      steps: fc.array(stepOf(messages.length), { minLength: 4, maxLength: 14 }),
    }),
  );

/** The client, but the statement number `at` of its next transaction fails, as when the process dies there. */
function failingAt(db: DbClient, at: number): DbClient {
  let statements = 0;
  const fail = () => {
    statements += 1;
    if (statements === at) throw new Error('the process died');
  };
  const guard = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (typeof value === 'function') {
          return (...args: unknown[]) => {
            fail();
            return value.apply(object, args);
          };
        }
        return value !== null && typeof value === 'object' ? guard(value) : value;
      },
    });
  return new Proxy(db, {
    get: (object, name) =>
      name === '$transaction'
        ? (work: (tx: Tx) => Promise<unknown>, options: object) => object.$transaction((tx) => work(guard(tx)), options)
        : Reflect.get(object, name),
  });
}

async function play(workspaceId: string, messages: Kept[], steps: Step[]): Promise<void> {
  const deliver = (chosen: Kept[]) => storeMessages(database.db, workspaceId, chosen);
  for (const step of steps) {
    if (step.do === 'deliver') await deliver(step.indexes.flatMap((index) => messages[index] ?? []));
    if (step.do === 'settle') {
      const settlers = Array.from({ length: step.settlers }, () =>
        settleWorkspace(database.db, workspaceId, NOW, step.batchMax),
      );
      await Promise.all(settlers);
    }
    if (step.do === 'crash') {
      await settleWorkspace(failingAt(database.db, step.at), workspaceId, NOW).catch((error: Error) => {
        expect(error.message).toBe('the process died');
      });
    }
  }
  await deliver(messages);
  while ((await settleWorkspace(database.db, workspaceId, NOW)).claimed > 0);
}

/** Counters as sorted lines, so that they can be compared whatever the ids. */
async function readCounters(workspaceId: string): Promise<string[]> {
  const where = { workspaceId, events: { not: 0 } };
  const include = { goal: true };
  const days = await database.db.goalDay.findMany({ where, include });
  const hours = await database.db.goalHour.findMany({ where, include });
  const integration = await database.db.integrationHour.findMany({ where });
  return [
    ...days.map(({ goal, day, events }) => `day ${goal.name} ${day.toISOString().slice(0, 10)} ${events}`),
    ...hours.map(({ goal, hour, events }) => `hour ${goal.name} ${hour.toISOString()} ${events}`),
    ...integration.map(({ kind, hour, events }) => `integration ${kind} ${hour.toISOString()} ${events}`),
  ].sort();
}

async function readGoals(workspaceId: string): Promise<string[]> {
  const goals = await database.db.goal.findMany({ where: { workspaceId } });
  return goals.map(({ name, firstSeenAt, lastSeenAt }) => seenLine(name, firstSeenAt, lastSeenAt)).sort();
}

const seenLine = (name: string, first?: Date | null, last?: Date | null) =>
  `${name} ${first?.toISOString()} ${last?.toISOString()}`;

/** A plain count, written without the code under test: one message after the other. */
function count(messages: Kept[], hasGoal: (name: string) => boolean): string[] {
  const sums = new Map<string, number>();
  const bump = (line: string) => sums.set(line, (sums.get(line) ?? 0) + 1);
  for (const { type, name, occurredAt, excludedReason } of messages) {
    const hour = floorHour(occurredAt);
    const isRecent = hour.getTime() >= floorHour(NOW).getTime() - 2 * DAY_MS;
    if (isRecent) bump(`integration segment ${hour.toISOString()}`);
    const counts = excludedReason === null || excludedReason === 'bot' || excludedReason === 'consent withheld';
    if (type !== 'track' || !counts || !hasGoal(name)) continue;
    bump(`day ${name} ${dayIn(ZONE, occurredAt)}`);
    if (isRecent) bump(`hour ${name} ${hour.toISOString()}`);
  }
  return [...sums].map(([line, events]) => `${line} ${events}`).sort();
}

const discovers = ({ type, excludedReason }: Kept) =>
  type === 'track' && (excludedReason === null || excludedReason === 'bot');

describe('counters', () => {
  test('are those of a plain count, in any order, batches, repetitions and crashes', async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(['track', 'page', 'identify']), async ({ messages, steps }) => {
        const { workspaceId } = await createTestWorkspace(database.db, { timeZone: ZONE });
        await play(workspaceId, messages, steps);

        const goals = new Set(messages.filter(discovers).map(({ name }) => name));
        const settled = await readCounters(workspaceId);
        expect(settled).toEqual(count(messages, (name) => goals.has(name)));
        const seen = [...goals].map((name) => {
          const times = messages
            .filter(
              (m) =>
                m.type === 'track' && m.name === name && [null, 'bot', 'consent withheld'].includes(m.excludedReason),
            )
            .map(({ occurredAt }) => occurredAt.getTime());
          return seenLine(name, new Date(Math.min(...times)), new Date(Math.max(...times)));
        });
        expect(await readGoals(workspaceId)).toEqual(seen.sort());

        await rebuildRollUps(database.db, workspaceId, NOW);
        expect(await readCounters(workspaceId)).toEqual(settled);
        expect(await readGoals(workspaceId)).toEqual(seen.sort());
      }),
      LIMITS,
    );
  }, 120_000);

  test('are those of what is left, when people were forgotten in between', async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(['track', 'track', 'identify', 'delete']), async ({ messages, steps }) => {
        const { workspaceId } = await createTestWorkspace(database.db, { timeZone: ZONE });
        await play(workspaceId, messages, steps);

        const left = await database.db.message.findMany({ where: { workspaceId } });
        const goals = new Set((await database.db.goal.findMany({ where: { workspaceId } })).map(({ name }) => name));
        const settled = await readCounters(workspaceId);
        const byKey = new Map(messages.map((message) => [message.key, message]));
        expect(settled).toEqual(
          count(
            left.flatMap(({ key }) => byKey.get(key) ?? []),
            (name) => goals.has(name),
          ),
        );

        await rebuildRollUps(database.db, workspaceId, NOW);
        expect(await readCounters(workspaceId)).toEqual(settled);
      }),
      LIMITS,
    );
  }, 120_000);
});
