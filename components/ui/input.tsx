import type { ComponentProps } from 'react';
import { cn } from './cn';

// 16 px on small screens: below that, iOS zooms into a focused field.
export const inputStyles =
  'h-8 w-full min-w-0 rounded-md border border-input bg-card px-2.5 text-sm shadow-xs transition-colors placeholder:text-muted-foreground focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0 disabled:bg-muted disabled:text-muted-foreground aria-invalid:border-danger max-md:text-[1rem]';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(inputStyles, className)} {...props} />;
}
