'use client';
import { useEffect, useId, useState } from 'react';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { callApi } from '@/components/ui/call-api';
import { Label } from '@/components/ui/label';
import { Select } from '@/components/ui/select';
import type { GoalRow } from '@/lib/reports/manage';
import type { ActionGoal, GoalChange } from './goal-actions';

type SuccessorDialogProps = {
  /** The main event that is about to be hidden or archived; null when none is. */
  leaving: { goal: ActionGoal; change: GoalChange } | null;
  onClose: () => void;
  onCloseAutoFocus: (event: Event) => void;
  /** Null: no event is the main event from now on. */
  onChoose: (successorId: string | null) => void;
};

/** Asks which event becomes the main event when the present one goes out of sight. */
export function SuccessorDialog({ leaving, onClose, onCloseAutoFocus, onChoose }: SuccessorDialogProps) {
  const id = useId();
  const [candidates, setCandidates] = useState<GoalRow[]>([]);
  const [chosen, setChosen] = useState('');
  const leavingId = leaving?.goal.id;

  useEffect(() => {
    if (!leavingId) return;
    setChosen('');
    setCandidates([]);
    void callApi<{ goals: GoalRow[] }>('GET', '/api/goals?filter=visible&sort=name&limit=500').then((answer) => {
      if (answer.ok) setCandidates(answer.value.goals.filter((goal) => goal.id !== leavingId));
    });
  }, [leavingId]);

  const verb = leaving?.change.archived ? 'Archive' : 'Hide';
  return (
    <ConfirmDialog
      open={leaving !== null}
      onOpenChange={(open) => !open && onClose()}
      onCloseAutoFocus={onCloseAutoFocus}
      title={`${verb} the main event?`}
      description={`“${leaving?.goal.displayName}” is the main event, by which the lift of campaigns is measured. Choose the event that takes its place.`}
      confirmLabel={chosen ? `${verb} and change the main event` : `${verb} without a main event`}
      onConfirm={() => onChoose(chosen || null)}
    >
      <div className="grid gap-1.5">
        <Label htmlFor={id}>New main event</Label>
        <Select id={id} className="w-full" value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">None</option>
          {candidates.map((goal) => (
            <option key={goal.id} value={goal.id}>
              {goal.displayName}
            </option>
          ))}
        </Select>
      </div>
    </ConfirmDialog>
  );
}
