'use client';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, startTransition, useContext, useOptimistic, useRef, useState } from 'react';
import { toast } from 'sonner';
import { callApi } from '@/components/ui/call-api';
import { RenameDialog } from './rename-dialog';
import { SuccessorDialog } from './successor-dialog';

/** What the controls of a row need to know of it. */
export type ActionGoal = {
  id: string;
  name: string;
  displayName: string;
  isMain: boolean;
  visible: boolean;
  isArchived: boolean;
};

export type GoalChange = {
  displayName?: string | null;
  isMain?: boolean;
  visible?: boolean;
  archived?: boolean;
  /** The next main event when this one goes out of sight; null for none. */
  successorId?: string | null;
};

type GoalActions = {
  mainId: string | null;
  isVisible: (goal: ActionGoal) => boolean;
  change: (goal: ActionGoal, change: GoalChange) => void;
  rename: (goal: ActionGoal) => void;
};

const Context = createContext<GoalActions | null>(null);

/** The actions of the table around the calling control. */
export function useGoalActions(): GoalActions {
  const actions = useContext(Context);
  if (!actions) throw new Error('useGoalActions is called outside of GoalActionsProvider.');
  return actions;
}

type Shown = { mainId: string | null; visible: Record<string, boolean> };

function applyChange(shown: Shown, { id, change }: { id: string; change: GoalChange }): Shown {
  const leaves = shown.mainId === id && (change.isMain === false || change.visible === false || change.archived);
  return {
    mainId: change.isMain ? id : leaves ? (change.successorId ?? null) : shown.mainId,
    visible: change.visible === undefined ? shown.visible : { ...shown.visible, [id]: change.visible },
  };
}

export const menuButtonId = (goalId: string) => `menu-${goalId}`;

/** The control that is being used, to which the focus returns; for an item of the menu, which goes away, its button. */
function controlOf(goal: ActionGoal): HTMLElement | null {
  const { activeElement } = document;
  const isLasting = activeElement instanceof HTMLElement && activeElement.role !== 'menuitem';
  return isLasting ? activeElement : document.getElementById(menuButtonId(goal.id));
}

/**
 * Changes goals from the controls in the table's rows. A change shows at once and stays only if the server agrees: after
 * its answer the page is read anew. Taking the main event out of sight first asks what takes its place.
 */
export function GoalActionsProvider({ mainId, children }: { mainId: string | null; children: ReactNode }) {
  const router = useRouter();
  const [shown, show] = useOptimistic<Shown, Parameters<typeof applyChange>[1]>({ mainId, visible: {} }, applyChange);
  const [renamed, setRenamed] = useState<ActionGoal | null>(null);
  const [leaving, setLeaving] = useState<{ goal: ActionGoal; change: GoalChange } | null>(null);
  const opener = useRef<HTMLElement | null>(null);

  function send(goal: ActionGoal, change: GoalChange) {
    startTransition(async () => {
      show({ id: goal.id, change });
      const answer = await callApi('PATCH', `/api/goals/${goal.id}`, change);
      if (!answer.ok) toast.error(answer.message);
      if (answer.ok || answer.status > 0) startTransition(() => router.refresh());
    });
  }

  function change(goal: ActionGoal, wanted: GoalChange) {
    const goesOutOfSight = wanted.visible === false || wanted.archived === true;
    if (goesOutOfSight && shown.mainId === goal.id) {
      opener.current = controlOf(goal);
      setLeaving({ goal, change: wanted });
    } else send(goal, wanted);
  }

  function rename(goal: ActionGoal) {
    opener.current = controlOf(goal);
    setRenamed(goal);
  }

  function returnFocus(event: Event) {
    event.preventDefault();
    opener.current?.focus();
  }

  return (
    <Context
      value={{
        mainId: shown.mainId,
        isVisible: (goal) => shown.visible[goal.id] ?? goal.visible,
        change,
        rename,
      }}
    >
      {children}
      <RenameDialog goal={renamed} onClose={() => setRenamed(null)} onCloseAutoFocus={returnFocus} />
      <SuccessorDialog
        leaving={leaving}
        onClose={() => setLeaving(null)}
        onCloseAutoFocus={returnFocus}
        onChoose={(successorId) => {
          if (leaving) send(leaving.goal, { ...leaving.change, successorId });
          setLeaving(null);
        }}
      />
    </Context>
  );
}
