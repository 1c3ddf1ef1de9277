import type { Db } from '../db/client';
import { DAY_MS, shift } from '../time';

const DAYS = 60;

/** Events of the last 60 days whose names made no goal, because the workspace had as many goals as it can have. */
export async function countOverNameLimit(db: Db, workspaceId: string, now: Date): Promise<number> {
  const { _sum } = await db.deliveryDay.aggregate({
    where: { workspaceId, outcome: 'over-name-limit', day: { gte: shift(now, -DAYS * DAY_MS) } },
    _sum: { count: true },
  });
  return Number(_sum.count ?? 0);
}
