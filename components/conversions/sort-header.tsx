import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { Th } from '@/components/ui/table';
import { type ManageParams, manageHref } from './search-params';

type SortHeaderProps = {
  label: string;
  sortKey: 'name' | 'events24h' | 'events60d' | 'lastSeenAt';
  params: ManageParams;
  align?: 'left' | 'right';
  className?: string;
};

/** A column's header that sorts by it: names from A on, figures and times from the greatest; again for the reverse. */
export function SortHeader({ label, sortKey, params, align = 'left', className }: SortHeaderProps) {
  const descending = `-${sortKey}` as const;
  const direction = params.sort === sortKey ? 'ascending' : params.sort === descending ? 'descending' : undefined;
  const first = sortKey === 'name' ? sortKey : descending;
  const second = sortKey === 'name' ? descending : sortKey;
  const Icon = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <Th aria-sort={direction} className={className}>
      <Link
        href={manageHref(params, { sort: params.sort === first ? second : first })}
        scroll={false}
        prefetch={false}
        className={cn(
          'group/sort -mx-1 inline-flex w-min min-h-6 items-center gap-1 rounded-sm px-1 hover:text-foreground',
          align === 'right' && 'flex-row-reverse text-right',
          direction && 'text-foreground',
        )}
      >
        {label}
        <Icon
          aria-hidden
          className={cn(
            'size-3.5 shrink-0',
            !direction && 'opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100',
          )}
        />
      </Link>
    </Th>
  );
}
