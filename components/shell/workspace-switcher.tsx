'use client';
import { ChevronsUpDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { callApi } from '@/components/ui/call-api';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';

export type WorkspaceChoice = { id: string; name: string };

/** The workspace's name; a menu when there are several to choose from. */
export function WorkspaceSwitcher({
  current,
  workspaces,
}: {
  current: WorkspaceChoice;
  workspaces: WorkspaceChoice[];
}) {
  const router = useRouter();

  async function choose(workspaceId: string) {
    const answer = await callApi('POST', '/api/workspaces/current', { workspaceId });
    if (!answer.ok) {
      toast.error(answer.message);
      return;
    }
    router.push('/');
    router.refresh();
  }

  if (workspaces.length < 2) {
    return (
      <div className="flex h-9 min-w-0 items-center gap-2 px-2">
        <WorkspaceName name={current.name} />
      </div>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Workspace ${current.name}. Switch workspace`}
        className="flex h-9 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left transition-colors hover:bg-hover data-[state=open]:bg-hover"
      >
        <WorkspaceName name={current.name} />
        <ChevronsUpDown aria-hidden className="ml-auto size-4 shrink-0 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="max-h-96 w-56 overflow-y-auto">
        <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={current.id} onValueChange={choose}>
          {workspaces.map((workspace) => (
            <DropdownMenuRadioItem key={workspace.id} value={workspace.id}>
              <span dir="auto" className="truncate">
                {workspace.name}
              </span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function WorkspaceName({ name }: { name: string }) {
  return (
    <>
      <span
        aria-hidden
        className="inline-flex size-5 shrink-0 items-center justify-center rounded-sm bg-brand-muted font-semibold text-brand-text text-xs uppercase"
      >
        {Array.from(name.trim())[0]}
      </span>
      <span dir="auto" className="truncate font-medium text-sm" title={name}>
        {name}
      </span>
    </>
  );
}
