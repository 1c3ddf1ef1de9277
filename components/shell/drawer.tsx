'use client';
import { Menu, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { buttonStyles } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { NavLinks } from './nav-links';

/** The navigation on a small screen: a panel from the left behind a menu button. */
export function Drawer({ head, foot }: { head: ReactNode; foot: ReactNode }) {
  const [open, setOpen] = useState(false);
  const iconButton = cn(buttonStyles({ variant: 'ghost', size: 'icon' }), 'size-10');
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={iconButton} aria-label="Open menu">
        <Menu aria-hidden />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] animate-drawer-in flex-col gap-4 border-border border-r bg-sidebar p-3 outline-none"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <div className="flex items-center gap-2">
            <div className="min-w-0 flex-1">{head}</div>
            <Dialog.Close className={iconButton} aria-label="Close menu">
              <X aria-hidden />
            </Dialog.Close>
          </div>
          <NavLinks onNavigate={() => setOpen(false)} />
          <div className="mt-auto">{foot}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
