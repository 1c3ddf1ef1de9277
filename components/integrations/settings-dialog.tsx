'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogTrigger } from '@/components/ui/dialog';
import type { IntegrationCard } from '@/lib/integrations/list';
import { IntegrationForm } from './integration-form';
import { IntegrationReadOnly } from './integration-read-only';

type SettingsDialogProps = {
  integration: IntegrationCard;
  canChange: boolean;
  /** The address that Segment is to deliver to, as in https://host. */
  origin: string;
  timeZone: string;
};

/** The Settings button of a card, and its dialog. What was typed is forgotten when the dialog closes without Save. */
export function SettingsDialog({ canChange, ...props }: SettingsDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button aria-label={`Settings of ${props.integration.name}`}>Settings</Button>
      </DialogTrigger>
      {canChange ? <IntegrationForm {...props} onClose={() => setOpen(false)} /> : <IntegrationReadOnly {...props} />}
    </Dialog>
  );
}
