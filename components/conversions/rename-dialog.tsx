'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { callApi } from '@/components/ui/call-api';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import type { ActionGoal } from './goal-actions';

type RenameDialogProps = {
  goal: ActionGoal | null;
  onClose: () => void;
  onCloseAutoFocus: (event: Event) => void;
};

/** Gives a goal another name on the pages. The event keeps its own, under which it goes on being counted. */
export function RenameDialog({ goal, ...rest }: RenameDialogProps) {
  return (
    <Dialog open={goal !== null} onOpenChange={(open) => !open && rest.onClose()}>
      {goal && <RenameForm goal={goal} {...rest} />}
    </Dialog>
  );
}

function RenameForm({ goal, onClose, onCloseAutoFocus }: RenameDialogProps & { goal: ActionGoal }) {
  const router = useRouter();
  const [typed, setTyped] = useState(goal.displayName);
  const [error, setError] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);

  async function save(displayName: string | null) {
    setIsSaving(true);
    const answer = await callApi('PATCH', `/api/goals/${goal.id}`, { displayName });
    setIsSaving(false);
    if (!answer.ok) return setError(answer.message);
    onClose();
    router.refresh();
  }

  return (
    <DialogContent
      onCloseAutoFocus={onCloseAutoFocus}
      title="Rename event"
      description="The new name is shown on every page. History stays, and the event goes on counting under its own name."
      footer={
        <>
          {goal.displayName !== goal.name && (
            <Button variant="ghost" className="mr-auto" onClick={() => void save(null)}>
              Use original name
            </Button>
          )}
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="rename-goal" variant="primary" pending={isSaving}>
            Rename
          </Button>
        </>
      }
    >
      <form
        id="rename-goal"
        onSubmit={(event) => {
          event.preventDefault();
          void save(typed.trim() === goal.name ? null : typed.trim());
        }}
      >
        <Field
          label="Name"
          dir="auto"
          required
          maxLength={255}
          value={typed}
          error={error}
          onChange={(event) => setTyped(event.target.value)}
          hint={
            <>
              Original name: <bdi className="break-all font-medium text-foreground">{goal.name}</bdi>
            </>
          }
        />
      </form>
    </DialogContent>
  );
}
