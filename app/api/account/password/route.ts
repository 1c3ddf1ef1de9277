import { z } from 'zod';
import { changePassword } from '@/lib/accounts/change-password';
import { Password } from '@/lib/accounts/passwords';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';

export const POST = route({
  access: 'signed-in',
  summary: 'Change your password and sign every other device out.',
  body: z.object({ currentPassword: z.string().max(200).optional(), newPassword: Password }),
  handler: ({ actor, body, now }) =>
    changePassword(db(), { userId: actor.userId, sessionId: actor.sessionId, ...body, now }),
});
