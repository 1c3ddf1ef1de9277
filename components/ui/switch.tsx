'use client';
import { Switch as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

/** On or off. Position and fill both say which; give it a name by a label or aria-label. */
export function Switch({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'forced-color-adjust-none relative inline-flex h-5 align-middle w-9 shrink-0 items-center rounded-full bg-input transition-colors after:absolute after:-inset-1.5 disabled:opacity-50 data-[state=checked]:bg-brand',
        className,
      )}
      {...props}
    >
      <Radix.Thumb className="block size-4 translate-x-0.5 rounded-full bg-[oklch(1_0_0)] shadow-xs transition-transform data-[state=checked]:translate-x-4.5" />
    </Radix.Root>
  );
}
