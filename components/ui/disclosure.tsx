import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something that few need, behind its name. The browser's own details element. */
export function Disclosure({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <details className="group rounded-md border border-border">
      <summary className="flex list-none items-center gap-2 rounded-md px-3 py-2 font-medium text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-muted-foreground transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="grid gap-4 border-border border-t p-3">{children}</div>
    </details>
  );
}
