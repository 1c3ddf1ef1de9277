'use client';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tooltip } from './tooltip';

/** A small "i" that explains what stands beside it. `label` says what it is about: "About Lift". */
export function Hint({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Tooltip text={children} opensOnClick>
      <button
        type="button"
        aria-label={label}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted-foreground hover:text-foreground"
      >
        <Info aria-hidden className="size-3.5" />
      </button>
    </Tooltip>
  );
}
