import { z } from 'zod';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { revokeApiToken } from '@/lib/workspaces/api-tokens';

export const DELETE = route({
  access: 'admin',
  summary: 'Revoke an API token.',
  params: z.object({ tokenId: z.string() }),
  handler: ({ actor, params, now }) =>
    revokeApiToken(db(), { workspaceId: actor.workspaceId, id: params.tokenId, actor: actor.label, now }),
});
