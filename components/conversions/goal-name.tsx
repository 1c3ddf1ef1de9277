import { MousePointerClick } from 'lucide-react';
import { IntegrationMark } from '@/components/integrations/integration-mark';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import type { GoalRow } from '@/lib/reports/manage';

/**
 * Where a goal comes from, what it is called, what it was called, and whether it is out of sight. Where the column of the
 * main event lies off the screen, that is said here as well.
 */
export function GoalName({ goal }: { goal: GoalRow }) {
  const state = goal.archivedAt ? 'Archived' : goal.visible ? null : 'Hidden';
  return (
    <div className="grid w-40 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2.5 gap-y-1 sm:w-56 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
      <SourceIcon source={goal.source} />
      <div className={cn('grid', state && 'text-muted-foreground')}>
        <bdi title={goal.displayName} className="wrap-anywhere line-clamp-2 text-left font-medium">
          {goal.displayName}
        </bdi>
        {goal.displayName !== goal.name && (
          <span className="flex gap-1 text-muted-foreground text-xs">
            <span className="sr-only">Original name:</span>
            <bdi title={goal.name} className="truncate">
              {goal.name}
            </bdi>
          </span>
        )}
      </div>
      {state && <Badge className="justify-self-start max-sm:col-start-2">{state}</Badge>}
      {goal.isMain && (
        <Badge tone="brand" className="justify-self-start max-sm:col-start-2 min-[90rem]:hidden">
          Main
        </Badge>
      )}
    </div>
  );
}

function SourceIcon({ source }: { source: GoalRow['source'] }) {
  if (source !== 'native') return <IntegrationMark kind={source} />;
  return <MousePointerClick role="img" aria-label="Abmatic" className="size-4 shrink-0 text-muted-foreground" />;
}
