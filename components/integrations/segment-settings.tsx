'use client';
import { useState } from 'react';
import type { SettingsBodyProps } from './integration-form';
import { SegmentKey } from './segment-key';
import { SegmentSecret } from './segment-secret';
import { SegmentSteps } from './segment-steps';
import { SegmentTest } from './segment-test';
import { SegmentWebhook } from './segment-webhook';

/** Everything that connecting Segment takes. The key lives here while the dialog is open, and nowhere else. */
export function SegmentSettings({ integration, origin, timeZone, change, onChange }: SettingsBodyProps) {
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <SegmentKey value={key} onReveal={setKey} timeZone={timeZone} />
      <SegmentSteps />
      <SegmentTest />
      <div className="grid gap-2">
        <SegmentWebhook apiKey={key} origin={origin} />
        <SegmentSecret isSet={integration.settings.hasSharedSecret ?? false} change={change} onChange={onChange} />
      </div>
    </>
  );
}
