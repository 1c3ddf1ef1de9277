import { z } from 'zod';
import { route } from '@/lib/api/route';
import { db } from '@/lib/db/client';
import { GoalChange, updateGoal } from '@/lib/goals/update-goal';

export const PATCH = route({
  access: 'member',
  summary: 'Rename, hide or archive a goal, or make it the main event.',
  params: z.object({ goalId: z.uuid() }),
  body: GoalChange,
  handler: ({ actor, params, body, now }) =>
    updateGoal(db(), {
      workspaceId: actor.workspaceId,
      goalId: params.goalId,
      change: body,
      actor: actor.label,
      now,
    }),
});
