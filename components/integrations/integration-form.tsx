'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DialogClose, DialogContent } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Switch } from '@/components/ui/switch';
import type { IntegrationCard } from '@/lib/integrations/list';
import type { IntegrationKind } from '@/lib/integrations/registry';
import { GoogleAnalyticsSettings } from './google-analytics-settings';
import { SegmentSettings } from './segment-settings';
import { StatusExplained } from './status-explained';
import { type Refusal, type SettingsChange, useSaveIntegration } from './use-save-integration';

export type SettingsBodyProps = {
  integration: IntegrationCard;
  origin: string;
  timeZone: string;
  /** What is typed and not saved yet: only what differs from what is stored. */
  change: SettingsChange;
  onChange: (change: SettingsChange) => void;
  /** Why a setting could not be saved, by its name. */
  errors: Record<string, string>;
};

const BODIES = {
  segment: SegmentSettings,
  'google-analytics': GoogleAnalyticsSettings,
} satisfies Record<IntegrationKind, (props: SettingsBodyProps) => React.ReactNode>;

const NAMES: Record<string, string> = { segment: 'Segment', 'google-analytics': 'Google Analytics' };

type IntegrationFormProps = Pick<SettingsBodyProps, 'integration' | 'origin' | 'timeZone'> & { onClose: () => void };

/** The Settings dialog for those who may change the integration. Nothing changes before Save, the switch included. */
export function IntegrationForm({ integration, onClose, ...rest }: IntegrationFormProps) {
  const [active, setActive] = useState(integration.isActive);
  const [change, setChange] = useState<SettingsChange>({});
  const { save, isSaving, refusal } = useSaveIntegration(integration, onClose);
  const Body = BODIES[integration.kind];
  const formId = `settings-${integration.kind}`;

  return (
    <DialogContent
      width="lg"
      title={`${integration.name} settings`}
      description={integration.description}
      footer={
        <>
          <ActiveSwitch name={integration.name} active={active} stored={integration.isActive} onChange={setActive} />
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={isSaving}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid grid-cols-[minmax(0,1fr)] gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          void save({ active, settings: change });
        }}
      >
        <StatusExplained integration={integration} />
        <Body integration={integration} change={change} onChange={setChange} errors={refusal?.fields ?? {}} {...rest} />
        <RefusalNotice
          refusal={refusal}
          name={integration.name}
          pending={isSaving}
          onTakeOver={() => void save({ active: true, settings: change, takeOver: true })}
        />
      </form>
    </DialogContent>
  );
}

type ActiveSwitchProps = { name: string; active: boolean; stored: boolean; onChange: (active: boolean) => void };

function ActiveSwitch({ name, active, stored, onChange }: ActiveSwitchProps) {
  return (
    <div className="mr-auto flex items-center gap-2.5">
      <Switch checked={active} onCheckedChange={onChange} aria-label={`${name} active`} />
      <span className="grid leading-tight">
        <span className="font-medium text-sm">{active ? 'Active' : 'Inactive'}</span>
        <span role="status" className="text-muted-foreground text-xs empty:hidden">
          {active !== stored && 'Not saved yet'}
        </span>
      </span>
    </div>
  );
}

type RefusalNoticeProps = { refusal: Refusal | null; name: string; pending: boolean; onTakeOver: () => void };

function RefusalNotice({ refusal, name, pending, onTakeOver }: RefusalNoticeProps) {
  const other = refusal?.conflict ? NAMES[refusal.conflict] : undefined;
  return (
    <div role="alert" className="empty:hidden">
      {refusal && Object.keys(refusal.fields).length === 0 && (
        <Notice
          tone="danger"
          action={
            other && (
              <Button
                variant="primary"
                size="sm"
                className="h-auto min-h-7 shrink whitespace-normal py-1"
                pending={pending}
                onClick={onTakeOver}
              >
                Deactivate {other} and activate {name}
              </Button>
            )
          }
        >
          {refusal.message}
        </Notice>
      )}
    </div>
  );
}
