import { z } from 'zod';
import { invalidInput, reasonFor } from '@/lib/api/invalid-input';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { INTEGRATIONS, type IntegrationKind, KindInPath, type SettingsChange } from '@/lib/integrations/registry';
import { updateIntegration } from '@/lib/integrations/update';

export const PUT = route({
  access: 'admin',
  summary: 'Save the settings of an integration and switch it on or off; one integration is active at a time.',
  params: KindInPath,
  body: z.object({
    active: z.boolean().optional(),
    takeOver: z.boolean().optional(),
    settings: z.unknown().optional(),
  }),
  handler: ({ actor: { workspaceId, label }, params: { kind }, body, now }) =>
    updateIntegration(db(), {
      ...body,
      settings: readSettings(kind, body.settings),
      workspaceId,
      kind,
      actor: label,
      now,
    }),
});

/** Each integration has settings of its own, so they are read when the path has said which one it is. */
function readSettings(kind: IntegrationKind, settings: unknown): SettingsChange | undefined {
  const schema = z.object({ settings: INTEGRATIONS[kind].settings.optional() });
  const parsed = schema.safeParse({ settings }, { error: reasonFor });
  if (!parsed.success) throw invalidInput(parsed.error, 'The body');
  return parsed.data.settings;
}
