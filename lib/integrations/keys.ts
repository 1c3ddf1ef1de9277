/** The API key of an integration that receives deliveries. Every look at it is in the audit log. */
import type { DbClient } from '../db/client';
import { AppError } from '../errors';
import { recordAudit } from '../workspaces/audit';
import { type RevealedKey, revealSegmentKey, rotateSegmentKey } from '../workspaces/keys';
import { INTEGRATIONS, type IntegrationKind } from './registry';

type KeyRequest = { workspaceId: string; kind: IntegrationKind; actor: string; now: Date };

/** For owners and admins only. Refuses with not_found when the integration has no key. */
export async function revealKey(db: DbClient, { workspaceId, kind, actor, now }: KeyRequest): Promise<RevealedKey> {
  const subject = requireDeliveries(kind);
  return await db.$transaction(async (tx) => {
    const key = await revealSegmentKey(tx, workspaceId, now);
    await recordAudit(tx, { workspaceId, actor, action: 'key.revealed', subject, now });
    return key;
  });
}

/** Makes a new key; the one before goes on working until `previousKeyExpiresAt`. Refusals as revealKey. */
export async function rotateKey(
  db: DbClient,
  { kind, ...request }: KeyRequest,
): Promise<{ key: string; previousKeyExpiresAt: Date }> {
  requireDeliveries(kind);
  return await rotateSegmentKey(db, request);
}

/** The name of the integration. Refuses when it does not receive deliveries, and so has neither key nor endpoint. */
export function requireDeliveries(kind: IntegrationKind): string {
  const { name, canReceiveDeliveries } = INTEGRATIONS[kind];
  if (canReceiveDeliveries) return name;
  throw new AppError('not_found', `${name} sends no events here, so it has no API key.`);
}
