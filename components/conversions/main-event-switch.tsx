'use client';
import { toast } from 'sonner';
import { Switch } from '@/components/ui/switch';
import { type ActionGoal, useGoalActions } from './goal-actions';

/** Makes a goal the main event, in place of whichever was, or makes it none again. */
export function MainEventSwitch({ goal }: { goal: ActionGoal }) {
  const { mainId, isVisible, change } = useGoalActions();
  const isOutOfSight = !isVisible(goal) || goal.isArchived;
  return (
    <Switch
      checked={mainId === goal.id}
      aria-label={`Main event: ${goal.displayName}`}
      aria-disabled={isOutOfSight || undefined}
      className={isOutOfSight ? 'opacity-50' : undefined}
      onCheckedChange={(checked) => {
        if (isOutOfSight) toast.info('Only a visible event can be the main event. Show it first.');
        else change(goal, { isMain: checked });
      }}
    />
  );
}
