/** A sender as patient as Segment: it sends an event again, under the same id, until it is acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import { basic, event } from './receiver-requests';

export type Sender = {
  /** Ids that were answered 200. */
  acknowledged: Set<string>;
  /** How often each status was answered; 0 stands for no answer. */
  statuses: Map<number, number>;
  /** Sends no new events; resolves when those under way are acknowledged, or rejects when that takes over a minute. */
  finish(): Promise<void>;
};

/** Sends events to the address that `url` names at the moment, over `lanes` lanes of one event at a time. */
export function startSender(url: () => string, key: string, lanes: number): Sender {
  const acknowledged = new Set<string>();
  const statuses = new Map<number, number>();
  const ending = new AbortController();
  const working = Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));

  async function runLane(lane: number): Promise<void> {
    for (let i = 0; !ending.signal.aborted; i++) {
      const messageId = `fault-${lane}-${i}`;
      const body = JSON.stringify(event({ messageId, event: `Event ${i % 7}`, timestamp: new Date().toISOString() }));
      await deliver(messageId, body);
      // Now and then an acknowledged event comes again, as after an answer that was lost.
      if (i % 10 === 0) await post(body);
    }
  }

  async function deliver(messageId: string, body: string): Promise<void> {
    for (const deadline = Date.now() + 60_000; (await post(body)) !== 200; await sleep(50)) {
      if (Date.now() > deadline) throw new Error(`${messageId} was not accepted within a minute`);
    }
    acknowledged.add(messageId);
  }

  async function post(body: string): Promise<number> {
    const headers = { authorization: basic(key), 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(5_000);
    const status = await fetch(`${url()}/api/segment`, { method: 'POST', headers, body, signal }).then(
      async (response) => {
        await response.text();
        return response.status;
      },
      () => 0,
    );
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return status;
  }

  return {
    acknowledged,
    statuses,
    async finish() {
      ending.abort();
      await working;
    },
  };
}
