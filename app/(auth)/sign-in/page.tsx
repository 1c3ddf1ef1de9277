import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { OAuthButtons } from '@/components/auth/oauth-buttons';
import { SignInForm } from '@/components/auth/sign-in-form';
import { oauthChoices } from '@/lib/accounts/oauth-providers';
import type { OAuthRefusal } from '@/lib/accounts/oauth-sign-in';
import { env } from '@/lib/env';
import { safePath } from '@/lib/origin';
import { currentPerson } from '@/lib/workspaces/current';

export const metadata: Metadata = { title: 'Sign in' };

/** What may stand in the address as `error`. The text is ours, never the address's. */
const NOTICES: Record<OAuthRefusal | 'NoWorkspace' | 'OAuthCallback', string> = {
  EmailNotVerified: 'The provider has not verified your email address. Verify it there, or sign in with a password.',
  PasswordAccount:
    'An account with this email exists already. Sign in with its password, then connect the provider in Settings.',
  NoWorkspace: 'You do not belong to a workspace any more. Ask an owner to add you, or sign in with another account.',
  OAuthCallback: 'You were not signed in. Try again, or sign in with a password.',
  Failed: 'Signing in did not work. Try again in a moment.',
};

type SignInPageProps = { searchParams: Promise<{ next?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, error } = await searchParams;
  const path = safePath(next);
  const notice = noticeFor(error);
  if (!notice && (await currentPerson())?.membership) redirect(path);
  return (
    <AuthCard
      title="Sign in"
      notice={notice}
      foot={
        <>
          New here?{' '}
          <Link href={`/sign-up?next=${encodeURIComponent(path)}`} className="font-medium text-foreground underline">
            Create an account
          </Link>
        </>
      }
    >
      <OAuthButtons providers={oauthChoices(env().oauth)} next={path} />
      <SignInForm next={path} />
    </AuthCard>
  );
}

function noticeFor(error: string | string[] | undefined): string | undefined {
  if (error === undefined) return undefined;
  return Object.entries(NOTICES).find(([code]) => code === error)?.[1] ?? NOTICES.Failed;
}
