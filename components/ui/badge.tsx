import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const badgeStyles = cva(
  'inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'bg-muted text-muted-foreground',
        brand: 'bg-brand-muted text-brand-text',
        success: 'bg-success-muted text-success-text',
        warning: 'bg-warning-muted text-warning-text',
        danger: 'bg-danger-muted text-danger-text',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

/** A short word about something. Its words carry the meaning; the colour only repeats it. */
export function Badge({ tone, className, ...props }: ComponentProps<'span'> & VariantProps<typeof badgeStyles>) {
  return <span className={cn(badgeStyles({ tone }), className)} {...props} />;
}
