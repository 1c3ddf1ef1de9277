import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { readWorkspace, updateWorkspace, WorkspaceChange } from '@/lib/workspaces/update-workspace';

export const GET = route({
  access: 'member',
  summary: 'Read the settings of the workspace.',
  handler: ({ actor }) => readWorkspace(db(), actor.workspaceId),
});

export const PATCH = route({
  access: 'admin',
  summary: 'Change name, time zone or domain of the workspace.',
  body: WorkspaceChange,
  handler: ({ actor, body, now }) => updateWorkspace(db(), actor.workspaceId, { ...body, actor: actor.label, now }),
});
