import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { type ManageParams, manageHref } from './search-params';

const FILTERS = [
  { show: 'current', label: 'All' },
  { show: 'visible', label: 'Visible' },
  { show: 'hidden', label: 'Hidden' },
  { show: 'archived', label: 'Archived' },
] as const;

/** Which events are listed. Links, since each choice has an address. */
export function GoalFilter({ params }: { params: ManageParams }) {
  return (
    <nav aria-label="Filter events" className="flex rounded-md border border-border bg-muted p-0.5">
      {FILTERS.map(({ show, label }) => {
        const isCurrent = params.show === show;
        return (
          <Link
            key={show}
            href={manageHref(params, { show })}
            scroll={false}
            prefetch={false}
            aria-current={isCurrent ? 'true' : undefined}
            className={cn(
              'flex h-7 items-center rounded-sm px-2.5 font-medium text-sm transition-colors',
              isCurrent ? 'bg-selected shadow-xs' : 'text-muted-foreground hover:text-foreground',
            )}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
