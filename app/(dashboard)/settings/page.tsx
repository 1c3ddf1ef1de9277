import type { Metadata } from 'next';
import { refusalNotice } from '@/components/auth/refusal-notice';
import { CreateToken } from '@/components/settings/create-token';
import { DeviceList } from '@/components/settings/device-list';
import { MemberList } from '@/components/settings/member-list';
import { PasswordForm } from '@/components/settings/password-form';
import { Section } from '@/components/settings/section';
import { SignInMethods } from '@/components/settings/sign-in-methods';
import { TokenList } from '@/components/settings/token-list';
import { WorkspaceForm } from '@/components/settings/workspace-form';
import { Page } from '@/components/shell/page';
import { Notice } from '@/components/ui/notice';
import { oauthChoices } from '@/lib/accounts/oauth-providers';
import { readAccount } from '@/lib/accounts/read-account';
import { listSessions } from '@/lib/accounts/sessions';
import { db } from '@/lib/db/client';
import { env } from '@/lib/env';
import { listApiTokens } from '@/lib/workspaces/api-tokens';
import { type Current, requireMember } from '@/lib/workspaces/current';
import { listMembers } from '@/lib/workspaces/list-members';
import { hasRole } from '@/lib/workspaces/roles';
import { timeZones } from '@/lib/workspaces/settings';

export const metadata: Metadata = { title: 'Settings' };

type SettingsPageProps = { searchParams: Promise<{ error?: string | string[] }> };

export default async function SettingsPage({ searchParams }: SettingsPageProps) {
  const notice = refusalNotice((await searchParams).error);
  const current = await requireMember();
  const canEdit = hasRole(current.role, 'admin');
  return (
    <Page title="Settings">
      {notice && <Notice tone="warning">{notice}</Notice>}
      <WorkspaceSection {...current} canEdit={canEdit} />
      <MembersSection {...current} />
      {canEdit && <TokensSection {...current} />}
      <AccountSection {...current} />
      <DevicesSection {...current} />
    </Page>
  );
}

function WorkspaceSection({ workspace, canEdit }: Current & { canEdit: boolean }) {
  const { name, domain, timeZone } = workspace;
  return (
    <Section title="Workspace">
      <WorkspaceForm
        name={name}
        domain={domain}
        timeZone={timeZone}
        timeZones={timeZones(timeZone)}
        canEdit={canEdit}
      />
    </Section>
  );
}

async function MembersSection({ workspace, userId }: Current) {
  const members = await listMembers(db(), workspace.id);
  return (
    <Section title="Members" description="Owners and admins see keys and change integrations; members see figures.">
      <MemberList
        members={members.map(({ joinedAt, ...member }) => ({ ...member, joinedAt: joinedAt.toISOString() }))}
        ownUserId={userId}
        timeZone={workspace.timeZone}
      />
    </Section>
  );
}

async function TokensSection({ workspace }: Current) {
  const tokens = await listApiTokens(db(), workspace.id);
  return (
    <Section
      title="API tokens"
      description="For programs that read or change this workspace. Segment needs the API key under Integrations instead."
      action={<CreateToken />}
    >
      <TokenList
        tokens={tokens.map(({ createdAt, ...token }) => ({ ...token, createdAt: createdAt.toISOString() }))}
        now={new Date().toISOString()}
        timeZone={workspace.timeZone}
      />
    </Section>
  );
}

async function AccountSection({ userId, email }: Current) {
  const { hasPassword, connectedProviders } = await readAccount(db(), userId);
  const methods = oauthChoices(env().oauth).map((choice) => ({
    ...choice,
    isConnected: connectedProviders.includes(choice.id),
  }));
  return (
    <Section title="Account" description={<>You are signed in as {email}.</>}>
      {methods.length > 0 && <SignInMethods methods={methods} />}
      <PasswordForm email={email} hasPassword={hasPassword} />
    </Section>
  );
}

async function DevicesSection({ userId, sessionId, workspace }: Current) {
  const now = new Date();
  const sessions = await listSessions(db(), userId, now);
  return (
    <Section title="Devices" description="Where you are signed in. Sign out what you do not recognise or use no more.">
      <DeviceList
        devices={sessions.map(({ id, device, lastSeenAt }) => ({
          id,
          device,
          lastSeenAt: lastSeenAt.toISOString(),
          isCurrent: id === sessionId,
        }))}
        now={now.toISOString()}
        timeZone={workspace.timeZone}
      />
    </Section>
  );
}
