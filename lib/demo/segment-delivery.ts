/**
 * The sending half of Segment: each message singly to a partner's webhook, at least once, in no promised order.
 *
 * Timeouts, network errors, 408, 429 and 5xx except 501 are tried again after a randomised, doubling wait (of 429 and 503
 * not before Retry-After); everything else that is not 2xx discards the message for good, with what the webhook said. A
 * message that waits for its next try holds up nobody, so one failure is enough to change the order.
 */
import { Agent } from 'node:http';
import { post } from './post';
import type { Random } from './random';
import type { SegmentMessage } from './segment-call';

export type DeliveryOptions = {
  webhook: { url: string; apiKey: string };
  /** Requests under way at once. One, and no out-of-order window, keeps the order. Default 8. */
  concurrency?: number;
  /** Each delivery is held back for a random time shorter than this, so that they overtake each other. Default 0. */
  outOfOrderMs?: number;
  /** Share of messages that are delivered twice under the same messageId. Default 0. */
  duplicates?: number;
  /** An attempt is given up after this long. Default 5,000, as Segment's. */
  timeoutMs?: number;
  /** Wait before the first new try; doubles with each further one up to a minute. Default 500. */
  retryBaseMs?: number;
};

export type DeliveryStats = {
  /** Deliveries that the webhook answered with 2xx; a duplicate is a delivery of its own. */
  delivered: number;
  /** Attempts beyond a delivery's first. */
  retried: number;
  discarded: number;
  /** Waiting, under way, or waiting for a new try. */
  pending: number;
};

export type Discard = { messageId: string; status: number; message: string };

type Job = { message: SegmentMessage; attempts: number };
type Outcome = 'delivered' | { retryAfterMs: number } | Discard;

const MAX_DISCARDS_KEPT = 100;
const RETRY_CAP_MS = 60_000;
const MAX_ATTEMPTS = 250; // about the four hours for which Segment goes on trying

export class Delivery {
  readonly discards: Discard[] = [];
  readonly #counts = { delivered: 0, retried: 0, discarded: 0 };
  readonly #queue: Job[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #agent = new Agent({ keepAlive: true });
  #isClosed = false;
  #active = 0;
  #pending = 0;
  #onIdle: (() => void)[] = [];

  constructor(
    private readonly options: DeliveryOptions,
    private readonly random: Random,
  ) {}

  send(message: SegmentMessage): void {
    if (this.#isClosed) return;
    const copies = this.random() < (this.options.duplicates ?? 0) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.#pending++;
      this.#enqueueAfter(this.random() * (this.options.outOfOrderMs ?? 0), { message, attempts: 0 });
    }
  }

  stats(): DeliveryStats {
    return { ...this.#counts, pending: this.#pending };
  }

  /** Resolves when nothing is pending. */
  idle(): Promise<void> {
    return this.#pending === 0 ? Promise.resolve() : new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** Drops what is pending, and whoever waits for idle() waits no longer. */
  close(): void {
    this.#isClosed = true;
    this.#agent.destroy();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#queue.length = 0;
    this.#pending = 0;
    this.#tellIdle();
  }

  #enqueueAfter(delayMs: number, job: Job): void {
    if (delayMs <= 0) {
      this.#enqueue(job);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(job);
    }, delayMs);
    this.#timers.add(timer);
  }

  #enqueue(job: Job): void {
    this.#queue.push(job);
    this.#pump();
  }

  #pump(): void {
    while (this.#active < (this.options.concurrency ?? 8)) {
      const job = this.#queue.shift();
      if (!job) return;
      this.#active++;
      void this.#run(job).finally(() => {
        this.#active--;
        this.#pump();
      });
    }
  }

  async #run(job: Job): Promise<void> {
    if (job.attempts++ > 0) this.#counts.retried++;
    const outcome = await this.#attempt(job.message);
    if (this.#isClosed) return;
    if (outcome === 'delivered') this.#finish('delivered');
    else if ('status' in outcome) this.#discard(outcome);
    else if (job.attempts >= MAX_ATTEMPTS) this.#finish('discarded');
    else this.#enqueueAfter(Math.max(outcome.retryAfterMs, this.#backOff(job.attempts)), job);
  }

  #discard(discard: Discard): void {
    this.discards.push(discard);
    if (this.discards.length > MAX_DISCARDS_KEPT) this.discards.shift();
    this.#finish('discarded');
  }

  async #attempt(message: SegmentMessage): Promise<Outcome> {
    const { url, apiKey } = this.options.webhook;
    const headers = {
      authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
      'content-type': 'application/json',
      'user-agent': 'Segment.io/1.0',
    };
    const timeoutMs = this.options.timeoutMs ?? 5_000;
    try {
      const reply = await post(url, JSON.stringify(message), { agent: this.#agent, headers, timeoutMs });
      if (reply.status >= 200 && reply.status < 300) return 'delivered';
      if (isRetried(reply.status)) return { retryAfterMs: 1000 * (Number(reply.headers['retry-after']) || 0) };
      return { messageId: message.messageId, status: reply.status, message: publicMessage(reply.text) };
    } catch {
      return { retryAfterMs: 0 }; // timed out, or no connection
    }
  }

  /** Between half and all of base × 2^(attempt − 1). */
  #backOff(attempts: number): number {
    const full = Math.min((this.options.retryBaseMs ?? 500) * 2 ** (attempts - 1), RETRY_CAP_MS);
    return full * (0.5 + this.random() / 2);
  }

  #finish(outcome: 'delivered' | 'discarded'): void {
    this.#counts[outcome]++;
    this.#pending--;
    if (this.#pending === 0) this.#tellIdle();
  }

  #tellIdle(): void {
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }
}

export function isRetried(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** The text that Segment would show to the customer: the `message` of a JSON answer. */
function publicMessage(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
  } catch {
    return '';
  }
}
