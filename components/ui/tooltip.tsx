'use client';
import { Tooltip as Radix } from 'radix-ui';
import { type ReactElement, type ReactNode, useState } from 'react';

/**
 * A sentence about a control, shown on hover, on keyboard focus and, unlike most tooltips, on a tap. Give it a button; with
 * `opensOnClick` false the button's own click is left alone and closes the tooltip.
 */
export function Tooltip({
  text,
  children,
  opensOnClick = false,
}: {
  text: ReactNode;
  children: ReactElement;
  opensOnClick?: boolean;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Provider delayDuration={250} skipDelayDuration={200}>
      <Radix.Root open={open} onOpenChange={setOpen}>
        <Radix.Trigger
          asChild
          onPointerDown={opensOnClick ? (event) => event.preventDefault() : undefined}
          onClick={
            opensOnClick
              ? (event) => {
                  event.preventDefault(); // keeps Radix from closing on click
                  setOpen(true);
                }
              : undefined
          }
        >
          {children}
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={12}
            className="z-50 max-w-64 animate-fade-in rounded-md bg-primary px-2.5 py-1.5 text-primary-foreground text-xs shadow-md"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
