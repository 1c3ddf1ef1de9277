import type { ReactNode } from 'react';
import { cn } from './cn';

type EmptyStateProps = {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  /** The next step, as a link or a button. */
  action?: ReactNode;
  className?: string;
};

/** Why there is nothing here, and what to do about it. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        'grid justify-items-center gap-1 rounded-lg border border-border border-dashed px-6 py-16 text-center',
        className,
      )}
    >
      <span className="mb-3 inline-flex size-10 items-center justify-center rounded-lg border border-border bg-card text-muted-foreground shadow-xs [&_svg]:size-5">
        {icon}
      </span>
      <h2 className="font-medium">{title}</h2>
      <div className="max-w-md text-balance text-muted-foreground text-sm">{children}</div>
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
