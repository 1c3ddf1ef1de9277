import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { UserMenu } from '@/components/shell/user-menu';
import { WorkspaceSwitcher } from '@/components/shell/workspace-switcher';
import { db } from '@/lib/db/client';
import { listWorkspaces } from '@/lib/workspaces/choose-workspace';
import { requireMember } from '@/lib/workspaces/current';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { userId, email, role, workspace } = await requireMember();
  const workspaces = await listWorkspaces(db(), userId);
  return (
    <Shell
      head={<WorkspaceSwitcher current={{ id: workspace.id, name: workspace.name }} workspaces={workspaces} />}
      foot={<UserMenu email={email} role={role} />}
    >
      {children}
    </Shell>
  );
}
