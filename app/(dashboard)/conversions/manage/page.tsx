import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { GoalCount, GoalPaging } from '@/components/conversions/goal-count';
import { GoalFilter } from '@/components/conversions/goal-filter';
import { GoalSearch } from '@/components/conversions/goal-search';
import { GoalTable } from '@/components/conversions/goal-table';
import { NoGoals, NoMatch } from '@/components/conversions/manage-empty';
import { ManageNotices } from '@/components/conversions/manage-notices';
import { loadManageParams, type ManageParams, manageHref } from '@/components/conversions/search-params';
import { LiveRefresh } from '@/components/shell/live-refresh';
import { db } from '@/lib/db/client';
import { isAppError } from '@/lib/errors';
import { DISCOVERED_GOALS_MAX } from '@/lib/goals/counts';
import { listIntegrations } from '@/lib/integrations/list';
import { type GoalPage, listGoals } from '@/lib/reports/manage';
import { countOverNameLimit } from '@/lib/reports/over-limit';
import { figuresVersion } from '@/lib/settlement/turn';
import { requireMember } from '@/lib/workspaces/current';

export const metadata: Metadata = { title: 'Manage conversions' };

/** As many as a browser draws anew every second without effort. */
const ROWS_MAX = 50;

export default async function ManagePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { workspace } = await requireMember();
  const params = await loadManageParams(searchParams);
  const now = new Date();
  // Before what it is the version of, so that a change in between is noticed rather than missed.
  const version = await figuresVersion(db(), workspace.id);
  const [page, all, integrations, overLimit] = await Promise.all([
    readPage(workspace.id, params, now),
    listGoals(db(), workspace.id, { now, filter: 'all', limit: 1 }),
    listIntegrations(db(), workspace.id, now),
    countOverNameLimit(db(), workspace.id, now),
  ]);
  return (
    <div className="grid gap-3">
      <LiveRefresh version={version} />
      {all.total === 0 ? (
        <NoGoals integrations={integrations} />
      ) : (
        <>
          <ManageNotices integrations={integrations} overLimit={overLimit} goalsMax={DISCOVERED_GOALS_MAX} />
          <div className="flex flex-wrap items-center gap-3">
            <GoalFilter params={params} />
            <GoalSearch />
            <GoalCount shown={page.goals.length} total={all.total} />
          </div>
          {page.total === 0 ? (
            <NoMatch params={params} />
          ) : (
            <GoalTable goals={page.goals} params={params} now={now.toISOString()} timeZone={workspace.timeZone} />
          )}
          <GoalPaging params={params} nextCursor={page.nextCursor} />
        </>
      )}
    </div>
  );
}

/** A cursor that is not of this order, from an old address or an edited one, leads to the first rows. */
async function readPage(workspaceId: string, params: ManageParams, now: Date): Promise<GoalPage> {
  const { q: search, show: filter, sort, cursor } = params;
  try {
    return await listGoals(db(), workspaceId, {
      now,
      search,
      filter,
      sort,
      cursor: cursor ?? undefined,
      limit: ROWS_MAX,
    });
  } catch (error) {
    if (cursor && isAppError(error)) redirect(manageHref(params, { cursor: null }));
    throw error;
  }
}
