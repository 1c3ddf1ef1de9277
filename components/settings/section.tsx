import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';

type SectionProps = {
  /** Becomes the anchor as well: "API tokens" -> #api-tokens. */
  title: string;
  description?: ReactNode;
  /** At the right of the title. */
  action?: ReactNode;
  children: ReactNode;
};

/** One subject of the settings page. */
export function Section({ title, description, action, children }: SectionProps) {
  const id = title.toLowerCase().replaceAll(' ', '-');
  return (
    <Card aria-labelledby={id} className="grid gap-5 p-5 sm:p-6">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid gap-1">
          <h2 id={id} className="scroll-mt-6 font-semibold text-lg">
            {title}
          </h2>
          {description && <p className="max-w-prose text-muted-foreground text-sm">{description}</p>}
        </div>
        {action}
      </header>
      {children}
    </Card>
  );
}
