import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

type PageProps = {
  title: string;
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** `wide` for tables. */
  width?: 'normal' | 'wide';
  children: ReactNode;
};

/** The frame of a page: its title, a sentence, and what it shows. */
export function Page({ title, description, actions, width = 'normal', children }: PageProps) {
  return (
    <div className={cn('grid gap-6 px-4 py-6 md:px-8 md:py-8', width === 'wide' ? 'max-w-[100rem]' : 'max-w-5xl')}>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
          {description && <p className="text-muted-foreground">{description}</p>}
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}
