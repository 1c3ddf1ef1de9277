import { z } from 'zod';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { createApiToken, listApiTokens, TokenName } from '@/lib/workspaces/api-tokens';

export const GET = route({
  access: 'admin',
  summary: 'List the API tokens of the workspace.',
  handler: async ({ actor }) => ({ tokens: await listApiTokens(db(), actor.workspaceId) }),
});

export const POST = route({
  access: 'admin',
  summary: 'Create an API token; it is shown only in this answer.',
  body: z.object({ name: TokenName }),
  handler: async ({ actor, body, now }) => ({
    token: await createApiToken(db(), { workspaceId: actor.workspaceId, ...body, actor: actor.label, now }),
  }),
});
