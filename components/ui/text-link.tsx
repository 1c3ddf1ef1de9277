import Link from 'next/link';
import type { ReactNode } from 'react';

const styles = 'font-medium text-brand-text underline decoration-1 underline-offset-3 hover:decoration-2';

/** A link within a sentence. Addresses elsewhere open in a new tab. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  if (href.startsWith('/')) {
    return (
      <Link href={href} className={styles}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} target="_blank" rel="noreferrer" className={styles}>
      {children}
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
