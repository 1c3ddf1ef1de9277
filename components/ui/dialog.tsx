'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { buttonStyles } from './button';
import { cn } from './cn';

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

type DialogContentProps = Omit<ComponentProps<typeof Radix.Content>, 'title'> & {
  title: ReactNode;
  /** One sentence under the title. */
  description: ReactNode;
  /** The row of buttons, which stays in view while the body scrolls. */
  footer?: ReactNode;
  width?: 'sm' | 'lg';
};

const WIDTHS = { sm: 'sm:max-w-md', lg: 'sm:max-w-2xl' };

/** A modal: a sheet from below on a small screen, a centred panel on others. */
export function DialogContent({
  title,
  description,
  footer,
  width = 'sm',
  className,
  children,
  ...props
}: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
      <div className="pointer-events-none fixed inset-0 z-50 flex items-end justify-center sm:items-center sm:p-6">
        <Radix.Content
          className={cn(
            'pointer-events-auto relative flex max-h-[92dvh] w-full animate-pop-in flex-col rounded-t-xl border border-border bg-popover shadow-lg outline-none sm:max-h-full sm:rounded-xl',
            WIDTHS[width],
            className,
          )}
          {...props}
        >
          <div className="grid gap-1 px-5 pt-4 pr-14 pb-3 sm:px-6 sm:pt-5 sm:pr-14">
            <Radix.Title className="break-words font-semibold text-lg leading-6">{title}</Radix.Title>
            <Radix.Description className="text-muted-foreground text-sm">{description}</Radix.Description>
          </div>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5 sm:px-6">{children}</div>}
          {footer && (
            <div className="flex flex-wrap items-center justify-end gap-2 border-border border-t px-5 py-3 sm:px-6">
              {footer}
            </div>
          )}
          {/* Last, so that the first control of the body is focused when the dialog opens. */}
          <Radix.Close
            className={cn(buttonStyles({ variant: 'ghost', size: 'icon-sm' }), 'absolute top-3.5 right-3.5')}
            aria-label="Close"
          >
            <X aria-hidden />
          </Radix.Close>
        </Radix.Content>
      </div>
    </Radix.Portal>
  );
}
