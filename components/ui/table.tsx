import type { ComponentProps } from 'react';
import { cn } from './cn';

/**
 * A table that scrolls sideways within its frame when the screen is narrow. `label` names it. Its cells are styled from
 * here (.data-table in app/globals.css): with classes of their own, a hundred rows would be mostly class names.
 */
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
      <table aria-label={label} className={cn('data-table', className)} {...props} />
    </div>
  );
}

/** The header of a column. */
export function Th(props: ComponentProps<'th'>) {
  return <th scope="col" {...props} />;
}
