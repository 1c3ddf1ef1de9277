import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { KindInPath } from '@/lib/integrations/registry';
import { sendTestEvent } from '@/lib/integrations/send-test-event';

export const POST = route({
  access: 'admin',
  summary: 'Send a test event the way the integration would, and tell what came of it.',
  params: KindInPath,
  handler: ({ actor, params: { kind }, now }) => sendTestEvent(db(), { workspaceId: actor.workspaceId, kind, now }),
});
