import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { figuresVersion } from '@/lib/settlement/turn';

export const GET = route({
  access: 'member',
  summary: 'A text that changes whenever a goal or a figure of the workspace does.',
  handler: async ({ actor }) => ({ version: await figuresVersion(db(), actor.workspaceId) }),
});
