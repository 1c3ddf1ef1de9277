import type { ComponentProps } from 'react';
import { cn } from './cn';

/**
 * A table that scrolls sideways within its frame when the screen is narrow. The frame can be focused, so that the arrow
 * keys scroll it; `label` names it and the table.
 */
export function Table({ label, className, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-lg border border-border bg-card">
      <table
        aria-label={label}
        className={cn('w-full border-separate border-spacing-0 text-sm', className)}
        {...props}
      />
    </section>
  );
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-10 border-border border-b bg-card px-3 text-left align-middle font-medium text-muted-foreground text-xs',
        className,
      )}
      {...props}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-12 border-border border-b px-3 group-last:border-b-0', className)} {...props} />;
}
