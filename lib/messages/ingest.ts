/**
 * Messages into the database: once each, durable before they are acknowledged, many requests to one statement.
 */
import { hash } from 'node:crypto';
import { db } from '../db/client';
import { createGroupCommit, type GroupCommit } from '../db/group-commit';
import type { ParsedMessage } from '../event';
import { metrics, observeFlush } from '../operations/metrics';
import { processWide } from '../process-wide';
import { asUuid, secrets } from '../secrets';
import { isDegenerateId } from '../segment/ids';
import { cutText, NAME_LENGTH_MAX } from '../segment/text';
import { flushMessages, isDataFault, type MessageRow } from './flush';

/** What every message of one delivery shares. */
export type Delivery = {
  workspaceId: string;
  /** Kind of the integration that the messages came through. */
  source: 'segment';
  isActive: boolean;
  /** Our clock, milliseconds. */
  receivedAt: number;
};

/**
 * Resolves after the commit. A message whose id is known already changes nothing but the count of duplicates. `rejected`
 * messages of the same delivery are counted beside those that are stored. Rejects with AppError "unavailable" when the
 * database is away or behind, and then the same delivery may be sent again.
 */
export async function ingest(delivery: Delivery, messages: readonly ParsedMessage[], rejected = 0): Promise<void> {
  const rows = messages.map((message) => toRow(delivery, message));
  for (let i = 0; i < rejected; i++) rows.push(REJECTED);
  if (rows.length > 0) await ingestQueue().add(delivery.workspaceId, rows);
  metrics().messages.inc({ outcome: 'accepted' }, messages.length);
  if (rejected > 0) metrics().messages.inc({ outcome: 'rejected' }, rejected);
}

export function ingestQueue(): GroupCommit<MessageRow> {
  return processWide('ingest queue', () =>
    createGroupCommit<MessageRow>({
      flush: (workspaceId, rows) => observeFlush(rows.length, () => flushMessages(db(), workspaceId, rows)),
      sizeOf: (row) => row.json.length,
      isDataFault,
      rowsPerFlushMax: 1_000,
      bytesQueuedMax: 48 * 1024 * 1024,
      flushesInFlightMax: 4,
      flushesPerGroupMax: 1,
      waitMsMax: 4_000,
    }),
  );
}

const REJECTED: MessageRow = { key: null, json: '{}' };

/** The row as the JSON text of lib/messages/flush.ts, so that a flush only joins texts. */
function toRow({ workspaceId, source, isActive, receivedAt }: Delivery, message: ParsedMessage): MessageRow {
  const { hashAlias } = secrets();
  const key = asUuid(hash('sha256', message.messageId, 'hex'));
  const { anonymousId, userId } = linkingIds(message);
  const json = JSON.stringify({
    k: key,
    i: cutText(message.messageId, NAME_LENGTH_MAX),
    s: source,
    t: message.type,
    n: message.name,
    o: message.occurredAt,
    r: receivedAt,
    a: anonymousId === null ? null : hashAlias(workspaceId, 'anonymous', anonymousId),
    u: userId === null ? null : hashAlias(workspaceId, 'user', userId),
    w: message.url,
    p: message.properties,
    j: message.projectId,
    l: message.library,
    x: isActive ? message.excludedReason : 'integration inactive',
    f: message.flags,
  });
  return { key, json };
}

/** Ids that may link a message to a visitor: a shared or empty one, or a user id that repeats the anonymous id, may not. */
function linkingIds({ anonymousId, userId }: ParsedMessage): { anonymousId: string | null; userId: string | null } {
  return {
    anonymousId: anonymousId === null || isDegenerateId(anonymousId) ? null : anonymousId,
    userId: userId === null || userId === anonymousId || isDegenerateId(userId) ? null : userId,
  };
}
