/** A test event that goes the way of Segment's own: same address, same key, same signature, same checks. */
import { createHmac, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Db } from '../db/client';
import { receiveSegment } from '../receive/segment';
import { secrets } from '../secrets';
import { revealSegmentKey } from '../workspaces/keys';
import { requireDeliveries } from './keys';
import type { IntegrationKind } from './registry';

export type TestResult = {
  /** HTTP status that Segment would have got. */
  status: number;
  /** In words for the user. */
  message: string;
  tookMs: number;
};

/**
 * Sends an event that is stored and explained like any other but counts for nothing, and changes no status: it proves the
 * way in, not that Segment has the key. Refuses with not_found for an integration that receives nothing.
 */
export async function sendTestEvent(
  db: Db,
  { workspaceId, kind, now }: { workspaceId: string; kind: IntegrationKind; now: Date },
): Promise<TestResult> {
  const name = requireDeliveries(kind);
  const { key } = await revealSegmentKey(db, workspaceId, now);
  const body = testEvent(now);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    ...(await signatureOf(db, workspaceId, kind, body)),
  };
  const startedAt = performance.now();
  const reply = await receiveSegment({
    method: 'POST',
    path: '/api/segment',
    header: (header) => headers[header],
    readBody: async () => Buffer.from(body),
    now: now.getTime(),
  });
  const tookMs = Math.round(performance.now() - startedAt);
  return { status: reply.status, message: describeReply(name, reply), tookMs };
}

/** The parser leaves out of all counts what carries `context.abmatic.test`. */
function testEvent(now: Date): string {
  return JSON.stringify({
    type: 'track',
    event: 'Test Event',
    messageId: `abmatic-test-${randomUUID()}`,
    anonymousId: randomUUID(),
    timestamp: now.toISOString(),
    context: { abmatic: { test: true } },
  });
}

/** X-Signature as Segment makes it, when a shared secret is set. */
async function signatureOf(
  db: Db,
  workspaceId: string,
  kind: IntegrationKind,
  body: string,
): Promise<Record<string, string>> {
  const where = { workspaceId_kind: { workspaceId, kind } };
  const { sharedSecret } = await db.integration.findUniqueOrThrow({ where, select: { sharedSecret: true } });
  if (sharedSecret === null) return {};
  return { 'x-signature': createHmac('sha1', secrets().decrypt(sharedSecret)).update(body).digest('hex') };
}

function describeReply(name: string, { status, body }: { status: number; body: string }): string {
  if (status < 300) return `Accepted. An event that ${name} sends with this key would be received.`;
  const { message } = JSON.parse(body) as { message?: string };
  return message ?? `Answered with status ${status}.`;
}
