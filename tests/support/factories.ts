/** What tests start from: each call makes something new and complete, so that no test shares rows with another. */
import type { DbClient } from '@/lib/db/client';
import { type CreatedWorkspace, createWorkspace, type NewWorkspace } from '@/lib/workspaces/create-workspace';

/** A workspace without people: keys, token and both integrations, inactive. */
export async function createTestWorkspace(
  db: DbClient,
  overrides: Partial<NewWorkspace> = {},
): Promise<CreatedWorkspace> {
  return await createWorkspace(db, { name: 'Test workspace', now: new Date(), ...overrides });
}
