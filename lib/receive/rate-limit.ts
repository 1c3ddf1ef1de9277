/** A limit of requests a second per workspace, where its settings name one. Counted on each server by itself. */
import { AppError } from '../errors';
import type { KeyFacts } from '../integrations/key-cache';
import { processWide } from '../process-wide';

type Second = { start: number; requests: number };
const seconds = () => processWide('rate limits', () => new Map<string, Second>());

/** Throws AppError "too_many" beyond the limit. No limit, no work. */
export function checkRate({ workspaceId, requestsPerSecondMax }: KeyFacts, now: number): void {
  if (requestsPerSecondMax === null) return;
  const start = Math.floor(now / 1000);
  const second = seconds().get(workspaceId);
  if (second?.start !== start) {
    seconds().set(workspaceId, { start, requests: 1 });
    return;
  }
  second.requests += 1;
  if (second.requests > requestsPerSecondMax) {
    throw new AppError('too_many', `More than ${requestsPerSecondMax} requests a second. Send it again.`, {}, 1);
  }
}
