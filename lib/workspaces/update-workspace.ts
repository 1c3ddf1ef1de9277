import { z } from 'zod';
import type { Db, DbClient } from '../db/client';
import { rebuildDays } from '../settlement/rebuild-days';
import { recordAudit } from './audit';
import { lockWorkspace } from './lock-workspace';
import { Domain, TimeZone, WorkspaceName } from './settings';

/** What is left out stays; a domain of null is taken away. */
export const WorkspaceChange = z.object({
  name: WorkspaceName.optional(),
  timeZone: TimeZone.optional(),
  domain: Domain.nullable().optional(),
});
export type WorkspaceChange = z.infer<typeof WorkspaceChange>;

export type WorkspaceSettings = { id: string; name: string; timeZone: string; domain: string | null; siteKey: string };

const SETTINGS = { id: true, name: true, timeZone: true, domain: true, siteKey: true } as const;
/** Another time zone counts all days anew. */
const TRANSACTION_MS_MAX = 120_000;

/** Changes the workspace and answers what it is then. Figures by day follow the time zone in the same transaction. */
export async function updateWorkspace(
  db: DbClient,
  workspaceId: string,
  { actor, now, ...change }: WorkspaceChange & { actor: string; now: Date },
): Promise<WorkspaceSettings> {
  return await db.$transaction(
    async (tx) => {
      await lockWorkspace(tx, workspaceId);
      const before = await readWorkspace(tx, workspaceId);
      const after = await tx.workspace.update({ where: { id: workspaceId }, data: change, select: SETTINGS });
      const changed = (['name', 'timeZone', 'domain'] as const).filter((field) => before[field] !== after[field]);
      if (changed.includes('timeZone')) await rebuildDays(tx, workspaceId);
      for (const field of changed) {
        const detail = { from: before[field], to: after[field] };
        await recordAudit(tx, { workspaceId, actor, action: 'workspace.changed', subject: field, detail, now });
      }
      return after;
    },
    { timeout: TRANSACTION_MS_MAX },
  );
}

export async function readWorkspace(db: Db, workspaceId: string): Promise<WorkspaceSettings> {
  return await db.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: SETTINGS });
}
