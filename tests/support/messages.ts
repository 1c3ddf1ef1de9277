/** Messages as the ingest leaves them: stored, and waiting to be settled. */
import { randomUUID } from 'node:crypto';
import type { DbClient } from '@/lib/db/client';
import type { ExcludedReason, MessageFlag, MessageType } from '@/lib/event';

export type TestMessage = {
  type?: MessageType;
  name?: string | null;
  occurredAt?: Date;
  receivedAt?: Date;
  /** Hashes, as stored. */
  anonymousId?: string | null;
  userId?: string | null;
  excludedReason?: ExcludedReason | null;
  flags?: MessageFlag[];
  key?: string;
};

/** Answers the keys. A key that is stored already is passed over, as a duplicate is. */
export async function storeMessages(db: DbClient, workspaceId: string, messages: TestMessage[]): Promise<string[]> {
  const rows = messages.map((message) => {
    const { key = randomUUID(), type = 'track', name = 'Form Submitted', receivedAt = new Date(), ...rest } = message;
    const occurredAt = rest.occurredAt ?? receivedAt;
    const isNamed = type === 'track';
    return {
      ...rest,
      workspaceId,
      key,
      messageId: key,
      source: 'segment',
      type,
      name: isNamed ? name : null,
      occurredAt,
      receivedAt,
    };
  });
  await db.$transaction(async (tx) => {
    const stored = await tx.message.createManyAndReturn({
      data: rows,
      skipDuplicates: true,
      select: { key: true, receivedAt: true },
    });
    await tx.unsettledMessage.createMany({ data: stored.map((row) => ({ ...row, workspaceId })) });
  });
  return rows.map(({ key }) => key);
}
