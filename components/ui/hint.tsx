'use client';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { Tooltip } from './tooltip';

/** A term that explains itself: on hover, on keyboard focus and on a tap. */
export function Hint({ term, children, className }: { term: string; children: ReactNode; className?: string }) {
  return (
    <Tooltip text={children} opensOnClick>
      <button
        type="button"
        className={cn(
          'min-h-6 rounded-sm underline decoration-dotted underline-offset-3 hover:text-foreground',
          className,
        )}
      >
        {term}
      </button>
    </Tooltip>
  );
}
