'use client';
import { Field } from '@/components/ui/field';
import type { SettingsBodyProps } from './integration-form';

export function GoogleAnalyticsSettings({ integration, change, onChange, errors }: SettingsBodyProps) {
  const stored = integration.settings.measurementId ?? '';
  return (
    <Field
      label="Measurement ID"
      aside="Optional"
      placeholder="G-XXXXXXXXXX"
      error={errors.measurementId}
      autoComplete="off"
      spellCheck={false}
      value={change.measurementId === undefined ? stored : (change.measurementId ?? '')}
      onChange={(event) => onChange({ measurementId: event.target.value.trim() || null })}
      hint="In Google Analytics: Admin > Data streams > your web stream. You can activate Google Analytics before it is filled in."
    />
  );
}
