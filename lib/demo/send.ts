/** The demo's calls, made through Segment's own library as a customer's site would make them. */
import { Analytics } from '@segment/analytics-node';
import type { Segment } from './segment';
import type { Call } from './visit';

export type Sender = {
  send(call: Call): void;
  /** Resolves when everything sent has reached Segment. Nothing can be sent afterwards. */
  close(): Promise<void>;
};

const CLOSE_WITHIN_MS = 60_000;

/** `flushAt` is how many calls travel in one request; fewer do after half a second. */
export function openSender(segment: Segment, flushAt: number): Sender {
  const analytics = new Analytics({ writeKey: 'demo', host: segment.address, flushAt, flushInterval: 500 });
  return {
    send(call) {
      if (call.type === 'track') analytics.track(call);
      else if (call.type === 'page') analytics.page(call);
      else analytics.identify(call);
    },
    close: () => analytics.closeAndFlush({ timeout: CLOSE_WITHIN_MS }),
  };
}
