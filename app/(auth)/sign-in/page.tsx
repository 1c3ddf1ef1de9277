import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { OAuthButtons } from '@/components/auth/oauth-buttons';
import { refusalNotice } from '@/components/auth/refusal-notice';
import { SignInForm } from '@/components/auth/sign-in-form';
import { oauthChoices } from '@/lib/accounts/oauth-providers';
import { env } from '@/lib/env';
import { safePath } from '@/lib/origin';
import { currentPerson } from '@/lib/workspaces/current';

export const metadata: Metadata = { title: 'Sign in' };

type SignInPageProps = { searchParams: Promise<{ next?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, error } = await searchParams;
  const path = safePath(next);
  const notice = refusalNotice(error);
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
