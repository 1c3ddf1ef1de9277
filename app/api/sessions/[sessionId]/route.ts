import { z } from 'zod';
import { revokeSession } from '@/lib/accounts/sessions';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';

export const DELETE = route({
  access: 'signed-in',
  summary: 'Sign one of your devices out.',
  params: z.object({ sessionId: z.uuid() }),
  handler: ({ actor, params, now }) => revokeSession(db(), { userId: actor.userId, ...params, now }),
});
