/** Who changed what: written in the transaction of the change, so that neither is ever there without the other. */

import type { Tx } from '../db/client';
import type { JsonObject } from '../event';

export type AuditRecord = {
  workspaceId: string;
  /** Email of the person, or "api token ‹name›"; `actor.label` of a route. */
  actor: string;
  /** What was changed and how, as in `key.rotated` or `integration.activated`. */
  action: `${string}.${string}`;
  /** The thing that was changed, in words of the interface: "Segment", "main", an email. Never a key. */
  subject: string;
  detail?: JsonObject;
  now: Date;
};

export async function recordAudit(tx: Tx, { now, ...record }: AuditRecord): Promise<void> {
  await tx.auditEntry.create({ data: { ...record, at: now } });
}
