import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { revealKey, rotateKey } from '@/lib/integrations/keys';
import { KindInPath } from '@/lib/integrations/registry';

export const GET = route({
  access: 'admin',
  summary: 'Reveal the API key of an integration; the audit log says who looked.',
  params: KindInPath,
  handler: async ({ actor, params: { kind }, now }) => {
    const { workspaceId, label } = actor;
    const { key, previousKeyExpiresAt } = await revealKey(db(), { workspaceId, kind, actor: label, now });
    return { key, previousKeyExpiresAt };
  },
});

export const POST = route({
  access: 'admin',
  summary: 'Replace the API key; the one before it goes on working for 24 hours.',
  params: KindInPath,
  handler: ({ actor: { workspaceId, label }, params: { kind }, now }) =>
    rotateKey(db(), { workspaceId, kind, actor: label, now }),
});
