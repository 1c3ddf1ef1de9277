import { describe, expect, it } from 'vitest';
import { createGroupCommit, type GroupCommitOptions } from '@/lib/db/group-commit';

type Call = { group: string; rows: string[]; succeed: () => void; fail: (error: unknown) => void };
const POISON = new Error('poison');

/** A group commit whose flushes end when the test says so. */
function controlled(overrides: Partial<GroupCommitOptions<string>> = {}) {
  const calls: Call[] = [];
  const commit = createGroupCommit<string>({
    flush: (group, rows) =>
      new Promise((resolve, reject) => calls.push({ group, rows, succeed: resolve, fail: reject })),
    sizeOf: (row) => row.length,
    isDataFault: (error) => error === POISON,
    rowsPerFlushMax: 4,
    bytesQueuedMax: 100,
    flushesInFlightMax: 2,
    flushesPerGroupMax: 1,
    waitMsMax: 10_000,
    ...overrides,
  });
  return { calls, commit };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const stateOf = async (promise: Promise<void>) => {
  const state = promise.then(
    () => 'done',
    (error) => `${error.code}`,
  );
  return Promise.race([state, turn().then(() => 'waiting')]);
};

describe('a group commit', () => {
  it('flushes the first at once and gathers the others meanwhile', async () => {
    const { calls, commit } = controlled();
    const first = commit.add('w', ['a']);
    const others = [commit.add('w', ['b']), commit.add('w', ['c', 'd'])];
    expect(calls.map(({ rows }) => rows)).toEqual([['a']]);
    calls[0]?.succeed();
    await first;
    await turn();
    expect(calls.map(({ rows }) => rows)).toEqual([['a'], ['b', 'c', 'd']]);
    calls[1]?.succeed();
    await Promise.all(others);
  });

  it('answers nobody before the commit', async () => {
    const { calls, commit } = controlled();
    const first = commit.add('w', ['a']);
    expect(await stateOf(first)).toBe('waiting');
    calls[0]?.succeed();
    expect(await stateOf(first)).toBe('done');
  });

  it('takes whole requests, up to the most rows of a flush', async () => {
    const { calls, commit } = controlled();
    const added = [['a'], ['b', 'c'], ['d', 'e'], ['1', '2', '3', '4', '5', '6']].map((rows) => commit.add('w', rows));
    for (let i = 0; i < 4; i++) {
      calls[i]?.succeed();
      await turn();
    }
    expect(calls.map(({ rows }) => rows.join(''))).toEqual(['a', 'bcde', '123456']);
    await Promise.all(added);
  });

  it('flushes groups apart, one flush each, a bounded number at once', async () => {
    const { calls, commit } = controlled();
    const added = ['v', 'w', 'x', 'v'].map((group) => commit.add(group, [group]));
    expect(calls.map(({ group }) => group)).toEqual(['v', 'w']);
    calls[1]?.succeed();
    await turn();
    expect(calls.map(({ group }) => group)).toEqual(['v', 'w', 'x']);
    calls[0]?.succeed();
    await turn();
    expect(calls.map(({ group }) => group)).toEqual(['v', 'w', 'x', 'v']);
    for (const call of calls) call.succeed();
    await Promise.all(added);
  });

  it('flushes a group several times at once where that is allowed', async () => {
    const { calls, commit } = controlled({ flushesPerGroupMax: 2 });
    const added = ['a', 'b', 'c', 'd'].map((row) => commit.add('w', [row]));
    expect(calls.map(({ rows }) => rows.join(''))).toEqual(['a', 'b']);
    calls[1]?.succeed();
    await turn();
    expect(calls.map(({ rows }) => rows.join(''))).toEqual(['a', 'b', 'cd']);
    for (const call of calls) call.succeed();
    await Promise.all(added);
  });

  it('refuses what does not fit, and takes more when there is room again', async () => {
    const { calls, commit } = controlled();
    const first = commit.add('w', ['x'.repeat(60)]);
    expect(await stateOf(commit.add('w', ['x'.repeat(60)]))).toBe('unavailable');
    calls[0]?.succeed();
    await first;
    expect(await stateOf(commit.add('w', ['x'.repeat(60)]))).toBe('waiting');
  });

  it('takes one request of any size when nothing waits', async () => {
    const { calls, commit } = controlled();
    const large = commit.add('w', ['x'.repeat(1_000)]);
    calls[0]?.succeed();
    await large;
  });

  it('refuses what waits too long', async () => {
    const { commit } = controlled({ waitMsMax: 20 });
    await expect(commit.add('w', ['a'])).rejects.toMatchObject({ code: 'unavailable', retryAfter: 2 });
  });

  it('says the database is away to every request of a failed flush, and goes on', async () => {
    const { calls, commit } = controlled();
    const first = commit.add('w', ['a']);
    const second = commit.add('w', ['b']);
    calls[0]?.fail(new Error('connection refused'));
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    await turn();
    calls[1]?.succeed();
    await second;
  });

  it('leaves out the one row that cannot be stored, and no other', async () => {
    const stored: string[] = [];
    const { commit } = controlled({
      flush: async (_, rows) => {
        if (rows.includes('bad')) throw POISON;
        stored.push(...rows);
      },
    });
    const answers = await Promise.allSettled([
      commit.add('w', ['a']),
      commit.add('w', ['b']),
      commit.add('w', ['bad']),
      commit.add('w', ['c', 'bad', 'd', 'e']),
    ]);
    expect(stored.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(answers[2]).toMatchObject({ reason: { code: 'bad_request' } });
  });

  it('drains: resolves when nothing is queued or in flight', async () => {
    const { calls, commit } = controlled();
    await commit.drain();
    const first = commit.add('w', ['a']);
    const drained = commit.drain();
    expect(await stateOf(drained)).toBe('waiting');
    expect(commit.depth()).toMatchObject({ requests: 1, bytes: 1 });
    calls[0]?.succeed();
    await first;
    await drained;
    expect(commit.depth()).toMatchObject({ requests: 0, bytes: 0 });
  });
});
