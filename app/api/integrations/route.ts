import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { listIntegrations } from '@/lib/integrations/list';

export const GET = route({
  access: 'member',
  summary: 'List the integrations with their status.',
  handler: async ({ actor, now }) => ({ integrations: await listIntegrations(db(), actor.workspaceId, now) }),
});
