'use client';
import { type ComponentProps, useState } from 'react';
import { Field } from '@/components/ui/field';

type PasswordFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'aside' | 'autoComplete'> & {
  /** Tells password managers whether to fill in or to propose. */
  autoComplete: 'current-password' | 'new-password';
};

/** A password, which can be shown to check it. */
export function PasswordField(props: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="none"
      aside={
        <button
          type="button"
          aria-label={`${isShown ? 'Hide' : 'Show'} what is typed`}
          onClick={() => setShown(!isShown)}
          className="rounded-sm font-medium hover:text-foreground"
        >
          {isShown ? 'Hide' : 'Show'}
        </button>
      }
    />
  );
}
