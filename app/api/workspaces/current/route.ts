import { z } from 'zod';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { switchWorkspace } from '@/lib/workspaces/choose-workspace';

export const POST = route({
  access: 'signed-in',
  summary: 'Look at another of your workspaces in this browser.',
  body: z.object({ workspaceId: z.uuid() }),
  handler: ({ actor, body }) =>
    switchWorkspace(db(), { userId: actor.userId, sessionId: actor.sessionId, workspaceId: body.workspaceId }),
});
