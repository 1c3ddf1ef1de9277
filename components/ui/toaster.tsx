'use client';
import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';

const THEMES = { light: 'light', dark: 'dark' } as const;

/** Where short messages appear: what was done, or why it could not be. */
export function Toaster() {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={THEMES[theme as keyof typeof THEMES] ?? 'system'}
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast: '!rounded-lg !border-border !bg-popover !text-foreground !shadow-md !font-sans !text-sm',
          description: '!text-muted-foreground',
          error: '[&_[data-icon]]:!text-danger-text',
          success: '[&_[data-icon]]:!text-success-text',
        },
      }}
    />
  );
}
