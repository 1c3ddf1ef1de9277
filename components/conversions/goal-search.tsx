'use client';
import { Search } from 'lucide-react';
import { debounce, useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { Input } from '@/components/ui/input';
import { Spinner } from '@/components/ui/spinner';
import { manageParams } from './search-params';

/** Finds events by their name while one types. */
export function GoalSearch() {
  const [isLoading, startTransition] = useTransition();
  const [{ q }, setParams] = useQueryStates(manageParams, { shallow: false, startTransition });
  return (
    <search className="relative w-full sm:w-64">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted-foreground" />
      <Input
        type="search"
        aria-label="Search events"
        placeholder="Search events"
        className="pr-8 pl-8"
        value={q}
        onChange={(event) => {
          const typed = event.target.value;
          void setParams(
            { q: typed || null, cursor: null },
            { limitUrlUpdates: typed === '' ? undefined : debounce(200) },
          );
        }}
      />
      {isLoading && <Spinner className="absolute top-2 right-2.5 text-muted-foreground" />}
    </search>
  );
}
