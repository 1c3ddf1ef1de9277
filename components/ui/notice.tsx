import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const TONES = {
  info: { Icon: Info, styles: 'border-border bg-muted', icon: 'text-muted-foreground' },
  success: { Icon: CircleCheck, styles: 'border-transparent bg-success-muted', icon: 'text-success-text' },
  warning: { Icon: TriangleAlert, styles: 'border-transparent bg-warning-muted', icon: 'text-warning-text' },
  danger: { Icon: CircleAlert, styles: 'border-transparent bg-danger-muted', icon: 'text-danger-text' },
} as const;

type NoticeProps = {
  tone: keyof typeof TONES;
  children: ReactNode;
  /** Beside or under the text: a button or a link. */
  action?: ReactNode;
  className?: string;
};

/** A sentence that matters now. Wrap it in an element with role="alert" or "status" when it appears on its own. */
export function Notice({ tone, children, action, className }: NoticeProps) {
  const { Icon, styles, icon } = TONES[tone];
  return (
    <div className={cn('flex items-start gap-2.5 rounded-md border px-3 py-2.5 text-sm', styles, className)}>
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', icon)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">{children}</div>
        {action}
      </div>
    </div>
  );
}
