/** The switch and the settings of an integration, saved together. */
import { type DbClient, Prisma, type Tx } from '../db/client';
import { AppError } from '../errors';
import type { JsonObject } from '../event';
import { secrets } from '../secrets';
import { recordAudit } from '../workspaces/audit';
import { forgetWorkspaceKeys } from './key-cache';
import { type IntegrationCard, listIntegrations } from './list';
import { INTEGRATIONS, type IntegrationKind, type SettingsChange } from './registry';

type Update = {
  workspaceId: string;
  kind: IntegrationKind;
  /** Left out: the switch stays. */
  active?: boolean;
  /** Deactivates whichever integration is active, in the same transaction. */
  takeOver?: boolean;
  settings?: SettingsChange;
  actor: string;
  now: Date;
};
type Row = { kind: IntegrationKind; isActive: boolean; settings: JsonObject };

/**
 * Saves and answers the card. One integration is active at a time: while another one is, an activation without `takeOver`
 * is refused with conflict and the other's kind. Of two activations at once the second finds the first one active.
 */
export async function updateIntegration(db: DbClient, update: Update): Promise<IntegrationCard> {
  const { workspaceId, kind, now } = update;
  await db.$transaction(async (tx) => {
    const rows = await lockIntegrations(tx, workspaceId);
    const own = rows.find((row) => row.kind === kind);
    if (!own) throw new AppError('not_found', 'There is no such integration in this workspace.');
    const other = rows.find((row) => row.isActive && row.kind !== kind);
    if (update.active && other) await giveWay(tx, other.kind, update);
    await save(tx, own, update);
  });
  forgetWorkspaceKeys(workspaceId);
  const card = (await listIntegrations(db, workspaceId, now)).find((candidate) => candidate.kind === kind);
  if (!card) throw new AppError('not_found', 'There is no such integration in this workspace.');
  return card;
}

/** Locks every integration of the workspace, in one order, so that two changes take turns whichever they are about. */
async function lockIntegrations(tx: Tx, workspaceId: string): Promise<Row[]> {
  // By primary key.
  return await tx.$queryRaw<Row[]>(Prisma.sql`
    SELECT kind, is_active AS "isActive", settings FROM integrations
    WHERE workspace_id = ${workspaceId}::uuid ORDER BY kind FOR NO KEY UPDATE`);
}

/** Deactivates the active integration before another one becomes active: the schema allows one. */
async function giveWay(
  tx: Tx,
  active: IntegrationKind,
  { workspaceId, kind, takeOver, actor, now }: Update,
): Promise<void> {
  const { name } = INTEGRATIONS[active];
  if (!takeOver) {
    throw new AppError(
      'conflict',
      `Only one conversion tracking integration can be active at a time. Deactivate ${name} first.`,
      { conflict: active },
    );
  }
  await tx.integration.update({
    where: { workspaceId_kind: { workspaceId, kind: active } },
    data: { isActive: false },
  });
  const detail = { takenOverBy: INTEGRATIONS[kind].name };
  await recordAudit(tx, { workspaceId, actor, action: 'integration.deactivated', subject: name, detail, now });
}

async function save(tx: Tx, own: Row, { workspaceId, kind, active, settings, actor, now }: Update): Promise<void> {
  const isActive = active ?? own.isActive;
  const { open = {}, secret } = settings ?? {};
  await tx.integration.update({
    where: { workspaceId_kind: { workspaceId, kind } },
    data: {
      isActive,
      settings: { ...own.settings, ...open },
      sharedSecret: typeof secret === 'string' ? secrets().encrypt(secret) : secret,
    },
  });
  const record = { workspaceId, actor, subject: INTEGRATIONS[kind].name, now };
  if (isActive !== own.isActive) {
    await recordAudit(tx, { ...record, action: isActive ? 'integration.activated' : 'integration.deactivated' });
  }
  const changed = [...Object.keys(open), ...(secret === undefined ? [] : ['secret'])];
  if (changed.length > 0) await recordAudit(tx, { ...record, action: 'integration.configured', detail: { changed } });
}
