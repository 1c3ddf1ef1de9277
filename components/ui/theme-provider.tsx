'use client';
import { ThemeProvider as NextThemes } from 'next-themes';
import type { ReactNode } from 'react';

/** The class on the root that names the theme, set before the first paint; the system's theme unless the user chose. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  // The script runs from the server's HTML alone; in the browser React would warn about a script it does not run.
  const scriptProps = typeof window === 'undefined' ? undefined : { type: 'application/json' };
  return (
    <NextThemes attribute="class" defaultTheme="system" disableTransitionOnChange scriptProps={scriptProps}>
      {children}
    </NextThemes>
  );
}
