import { Skeleton } from '@/components/ui/skeleton';

/** Rows of a table that is being read. */
export function LoadingRows({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" className="overflow-hidden rounded-lg border border-border bg-card">
      <span className="sr-only">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className="flex h-12 items-center gap-6 border-border border-b px-4 last:border-b-0">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  );
}

/** Cards that are being read. */
export function LoadingCards({ cards = 2 }: { cards?: number }) {
  return (
    <div role="status" className="grid gap-4 lg:grid-cols-2">
      <span className="sr-only">Loading</span>
      {Array.from({ length: cards }, (_, card) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Skeleton key={card} className="h-48" />
      ))}
    </div>
  );
}
