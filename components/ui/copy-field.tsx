import type { ReactNode } from 'react';
import { cn } from './cn';
import { CopyButton } from './copy-button';

type CopyFieldProps = {
  /** Names the value for everybody: "Endpoint URL". */
  label: string;
  /** What is shown and copied; null while it is hidden. */
  value: string | null;
  /** Shown in place of a hidden value. */
  mask?: string;
  /** Further buttons before Copy. */
  actions?: ReactNode;
  hint?: ReactNode;
};

/** A value to be copied to somewhere else, in a typeface that tells l from 1. */
export function CopyField({ label, value, mask = '', actions, hint }: CopyFieldProps) {
  return (
    <div className="grid gap-1.5">
      <span className="font-medium text-sm">{label}</span>
      <div className="flex min-h-9 items-center gap-1 rounded-md border border-border bg-muted py-0.5 pr-1 pl-2.5">
        <code className={cn('min-w-0 flex-1 break-all font-mono text-xs', value === null && 'text-muted-foreground')}>
          {value ?? mask}
        </code>
        {actions}
        {value !== null && <CopyButton text={value} label={label} />}
      </div>
      {hint && <p className="text-muted-foreground text-sm">{hint}</p>}
    </div>
  );
}
