import Link from 'next/link';
import { buttonStyles } from '@/components/ui/button';
import { formatCount } from '@/lib/format';
import { type ManageParams, manageHref } from './search-params';

/** "12 of 40 events": rows shown, of all events of the workspace. */
export function GoalCount({ shown, total }: { shown: number; total: number }) {
  const noun = total === 1 ? 'event' : 'events';
  return (
    <p role="status" className="ml-auto text-muted-foreground text-sm tabular-nums">
      {shown < total && `${formatCount(shown)} of `}
      {formatCount(total)} {noun}
    </p>
  );
}

/** Leads to the rows after these, and back to the first. */
export function GoalPaging({ params, nextCursor }: { params: ManageParams; nextCursor: string | null }) {
  if (!params.cursor && !nextCursor) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2">
      {params.cursor && (
        <Link prefetch={false} href={manageHref(params, { cursor: null })} className={buttonStyles({ size: 'sm' })}>
          First page
        </Link>
      )}
      {nextCursor && (
        <Link
          prefetch={false}
          href={manageHref(params, { cursor: nextCursor })}
          className={buttonStyles({ size: 'sm' })}
        >
          Next page
        </Link>
      )}
    </nav>
  );
}
