import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A table that scrolls sideways within its frame when the screen is narrow. `label` names it. */
export function Table({
  label,
  className,
  frameClassName,
  ...props
}: ComponentProps<'table'> & {
  label: string;
  /** For scroll padding, which keeps focused controls clear of sticky columns. */
  frameClassName?: string;
}) {
  return (
    <div className={cn('overflow-x-auto rounded-lg border border-border bg-card', frameClassName)}>
      <table
        aria-label={label}
        className={cn('w-full border-separate border-spacing-0 text-sm', className)}
        {...props}
      />
    </div>
  );
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-10 border-border border-b bg-card px-2.5 text-left first:pl-4 align-middle font-medium text-muted-foreground text-xs',
        className,
      )}
      {...props}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return (
    <td className={cn('h-12 border-border border-b px-2.5 first:pl-4 group-last:border-b-0', className)} {...props} />
  );
}
