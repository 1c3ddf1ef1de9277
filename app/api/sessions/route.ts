import { listSessions, revokeOtherSessions } from '@/lib/accounts/sessions';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';

export const GET = route({
  access: 'signed-in',
  summary: 'List the devices on which you are signed in.',
  handler: async ({ actor, now }) => ({
    sessions: (await listSessions(db(), actor.userId, now)).map((session) => ({
      ...session,
      isCurrent: session.id === actor.sessionId,
    })),
  }),
});

export const DELETE = route({
  access: 'signed-in',
  summary: 'Sign out every device but this one.',
  handler: ({ actor, now }) => revokeOtherSessions(db(), { userId: actor.userId, keepSessionId: actor.sessionId, now }),
});
