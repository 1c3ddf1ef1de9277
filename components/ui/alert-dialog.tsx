'use client';
import { AlertDialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, in a sentence or two. */
  description: ReactNode;
  /** The verb on the button: "Rotate key". */
  confirmLabel: string;
  variant?: 'primary' | 'danger';
  pending?: boolean;
  onConfirm: () => void;
  /** Prevent its default to give the focus to something else than what had it before. */
  onCloseAutoFocus?: (event: Event) => void;
  children?: ReactNode;
};

/** Asks before something that cannot simply be undone. Stays open until the caller closes it, so that it can show work. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  variant = 'primary',
  pending,
  onConfirm,
  onCloseAutoFocus,
  children,
}: ConfirmDialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade-in bg-overlay" />
        <div className="pointer-events-none fixed inset-0 z-50 flex items-end justify-center sm:items-center sm:p-6">
          <Radix.Content
            onCloseAutoFocus={onCloseAutoFocus}
            className="pointer-events-auto grid max-h-[92dvh] w-full animate-pop-in gap-4 overflow-y-auto rounded-t-xl border border-border bg-popover p-5 shadow-lg outline-none sm:max-w-md sm:rounded-xl sm:p-6"
          >
            <div className="grid gap-1.5">
              <Radix.Title className="break-words font-semibold text-lg leading-6">{title}</Radix.Title>
              <Radix.Description className="text-muted-foreground text-sm">{description}</Radix.Description>
            </div>
            {children}
            <div className="flex flex-wrap justify-end gap-2">
              <Radix.Cancel asChild>
                <Button>Cancel</Button>
              </Radix.Cancel>
              <Button variant={variant} pending={pending} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </div>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
