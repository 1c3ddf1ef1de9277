'use client';
import { Archive, ArchiveRestore, Copy, Ellipsis, Eye, EyeOff, Pencil, Star, StarOff } from 'lucide-react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { type ActionGoal, menuButtonId, useGoalActions } from './goal-actions';

/** Everything that can be done with a goal, always in reach: on a narrow screen the switches of the row are not. */
export function GoalMenu({ goal }: { goal: ActionGoal }) {
  const { mainId, isVisible, change, rename } = useGoalActions();
  const isMain = mainId === goal.id;
  const visible = isVisible(goal);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          id={menuButtonId(goal.id)}
          variant="ghost"
          size="icon-sm"
          aria-label={`More actions: ${goal.displayName}`}
        >
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {visible && !goal.isArchived && (
          <DropdownMenuItem onSelect={() => change(goal, { isMain: !isMain })}>
            {isMain ? <StarOff aria-hidden /> : <Star aria-hidden />}
            {isMain ? 'Remove as main event' : 'Make main event'}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={() => change(goal, { visible: !visible })}>
          {visible ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          {visible ? 'Hide' : 'Show'}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => rename(goal)}>
          <Pencil aria-hidden />
          Rename…
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copyName(goal.name)}>
          <Copy aria-hidden />
          Copy name
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => change(goal, { archived: !goal.isArchived })}>
          {goal.isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
          {goal.isArchived ? 'Unarchive' : 'Archive'}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

async function copyName(name: string) {
  try {
    await navigator.clipboard.writeText(name);
    toast.success('Copied the event name.');
  } catch {
    toast.error('Your browser did not allow copying.');
  }
}
