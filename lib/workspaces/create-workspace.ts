import type { DbClient, Tx } from '../db/client';
import { INTEGRATION_KINDS, type IntegrationKind } from '../integrations/registry';
import { insertApiToken } from './api-tokens';
import { recordAudit } from './audit';
import { generateKey, insertSegmentKey } from './keys';

export type NewWorkspace = {
  name: string;
  ownerUserId?: string;
  /** IANA name; UTC when it is left out. */
  timeZone?: string;
  /** Switched on from the start; none when it is left out. */
  activeIntegration?: IntegrationKind;
  /** Label for the audit log. */
  actor?: string;
  now: Date;
};

export type CreatedWorkspace = { workspaceId: string; segmentApiKey: string; siteKey: string; apiToken: string };

/** A workspace with everything that every workspace has: all integrations, a Segment key, an API token. */
export async function createWorkspace(db: DbClient, workspace: NewWorkspace): Promise<CreatedWorkspace> {
  return await db.$transaction((tx) => insertWorkspace(tx, workspace));
}

/** The same within an open transaction, for sign-up, which makes the user as well. */
export async function insertWorkspace(tx: Tx, workspace: NewWorkspace): Promise<CreatedWorkspace> {
  const { name, ownerUserId, timeZone, activeIntegration, actor = 'system', now } = workspace;
  const { id: workspaceId, siteKey } = await tx.workspace.create({
    data: {
      name,
      timeZone,
      siteKey: generateKey('site'),
      createdAt: now,
      integrations: { create: INTEGRATION_KINDS.map((kind) => ({ kind, isActive: kind === activeIntegration })) },
      memberships: ownerUserId ? { create: { userId: ownerUserId, role: 'owner', createdAt: now } } : undefined,
    },
  });
  await recordAudit(tx, { workspaceId, actor, action: 'workspace.created', subject: name, now });
  const segmentApiKey = await insertSegmentKey(tx, workspaceId, now);
  const apiToken = await insertApiToken(tx, { workspaceId, name: 'Default', actor, now });
  return { workspaceId, segmentApiKey, siteKey, apiToken };
}
