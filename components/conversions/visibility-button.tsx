'use client';
import { Eye, EyeOff } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { type ActionGoal, useGoalActions } from './goal-actions';

/** Shows or hides a goal on the pages that compare campaigns. It goes on counting either way. */
export function VisibilityButton({ goal }: { goal: ActionGoal }) {
  const { isVisible, change } = useGoalActions();
  const visible = isVisible(goal);
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={`Visible: ${goal.displayName}`}
      aria-pressed={visible}
      title={visible ? 'Visible. Click to hide' : 'Hidden. Click to show'}
      onClick={() => change(goal, { visible: !visible })}
    >
      {visible ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
    </Button>
  );
}
