'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import type { SettingsChange } from './use-save-integration';

type SegmentSecretProps = {
  /** A secret is stored. It is never shown again. */
  isSet: boolean;
  change: SettingsChange;
  onChange: (change: SettingsChange) => void;
};

/** The optional secret with which Segment signs its deliveries. */
export function SegmentSecret({ isSet, change, onChange }: SegmentSecretProps) {
  const [isReplacing, setIsReplacing] = useState(!isSet);
  const isRemoved = change.sharedSecret === null;

  return (
    <Disclosure summary={`Shared secret (${isSet ? 'set' : 'optional'})`}>
      {isReplacing ? (
        <Field
          label={isSet ? 'New shared secret' : 'Shared secret'}
          type="password"
          autoComplete="off"
          maxLength={512}
          value={change.sharedSecret ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? {} : { sharedSecret: event.target.value })}
          hint="Enter the same secret in Segment, which then signs every delivery with it. Once saved here, deliveries without the right signature are refused, even with the right key."
        />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
          <p role="status">
            {isRemoved
              ? 'The secret will be removed when you save.'
              : 'Deliveries must be signed with the stored secret.'}
          </p>
          <div className="flex gap-2">
            {isRemoved ? (
              <Button size="sm" onClick={() => onChange({})}>
                Keep it
              </Button>
            ) : (
              <>
                <Button size="sm" onClick={() => setIsReplacing(true)}>
                  Replace
                </Button>
                <Button size="sm" onClick={() => onChange({ sharedSecret: null })}>
                  Remove
                </Button>
              </>
            )}
          </div>
        </div>
      )}
    </Disclosure>
  );
}
