import { z } from 'zod';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { GOAL_FILTERS, GOAL_SORTS, listGoals } from '@/lib/reports/manage';

/** An empty parameter is one that was left out. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((text) => (text === '' ? undefined : text), schema.optional());
const DayOrInstant = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be a day, such as 2026-11-24, or an ISO 8601 time',
});

export const GET = route({
  access: 'member',
  summary: 'List the goals as Conversions > Manage shows them.',
  query: z.object({
    from: optional(DayOrInstant),
    to: optional(DayOrInstant),
    search: optional(z.string()),
    sort: optional(z.enum(GOAL_SORTS)),
    filter: optional(z.enum(GOAL_FILTERS)),
    cursor: optional(z.string()),
    limit: optional(z.coerce.number().int().min(1).max(500)),
  }),
  handler: ({ actor, query, now }) => listGoals(db(), actor.workspaceId, { ...query, now }),
});
