import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export type MarkKind = 'segment' | 'google-analytics';

const MARKS = {
  segment: {
    name: 'Segment',
    drawing: (
      <g fill="none" stroke="var(--segment-green)" strokeWidth="2.6" strokeLinecap="round">
        <path d="M4.4 15.2h9.8" />
        <path d="M9.8 8.8h9.8" />
        <path d="M6 6.4A8.6 8.6 0 0 1 18.4 5.4" />
        <path d="M18 17.6A8.6 8.6 0 0 1 5.6 18.6" />
      </g>
    ),
  },
  'google-analytics': {
    name: 'Google Analytics',
    drawing: (
      <>
        <rect x="15.6" y="3" width="5" height="18" rx="2.5" fill="#f9ab00" />
        <rect x="9.5" y="9.5" width="5" height="11.5" rx="2.5" fill="#e37400" />
        <circle cx="5.9" cy="18.4" r="2.6" fill="#e37400" />
      </>
    ),
  },
} satisfies Record<MarkKind, { name: string; drawing: ReactNode }>;

/** The tool that something comes from. Named for screen readers, unless its name stands beside it (`decorative`). */
export function IntegrationMark({
  kind,
  decorative = false,
  className,
}: {
  kind: MarkKind;
  decorative?: boolean;
  className?: string;
}) {
  const { name, drawing } = MARKS[kind];
  const styles = cn('size-4 shrink-0 [--segment-green:light-dark(#2f9e73,#52bd94)]', className);
  if (decorative) {
    return (
      <svg viewBox="0 0 24 24" aria-hidden="true" className={styles}>
        {drawing}
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 24 24" role="img" aria-label={name} className={styles}>
      <title>{name}</title>
      {drawing}
    </svg>
  );
}
