'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { callApi } from '@/components/ui/call-api';
import type { IntegrationKind } from '@/lib/integrations/registry';

export type SettingsChange = Record<string, string | number | null>;
export type Refusal = {
  message: string;
  /** The integration that is active and in the way. */
  conflict: string | null;
  /** By the setting that cannot be saved as it is. */
  fields: Record<string, string>;
};

type Change = { active: boolean; settings: SettingsChange; takeOver?: boolean };

/** Saves an integration. A refusal is kept to be shown in the dialog; `onSaved` is called when there was none. */
export function useSaveIntegration(integration: { kind: IntegrationKind; name: string }, onSaved: () => void) {
  const router = useRouter();
  const [isSaving, setIsSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function save({ active, settings, takeOver }: Change) {
    setIsSaving(true);
    setRefusal(null);
    const body = { active, ...(Object.keys(settings).length > 0 && { settings }), ...(takeOver && { takeOver }) };
    const answer = await callApi('PUT', `/api/integrations/${integration.kind}`, body);
    setIsSaving(false);
    if (answer.ok) {
      toast.success(`${integration.name} is saved and ${active ? 'active' : 'inactive'}.`);
      onSaved();
    } else {
      const { message, detail } = answer;
      const fields = (detail.invalid ?? []).map(({ name, reason }) => [
        name.replace('settings.', ''),
        `This ${reason}.`,
      ]);
      setRefusal({ message, conflict: detail.conflict ?? null, fields: Object.fromEntries(fields) });
    }
    if (answer.ok || answer.status > 0) router.refresh();
  }

  return { save, isSaving, refusal };
}
