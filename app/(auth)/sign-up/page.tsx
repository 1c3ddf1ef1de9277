import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/auth/auth-card';
import { OAuthButtons } from '@/components/auth/oauth-buttons';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { oauthChoices } from '@/lib/accounts/oauth-providers';
import { env } from '@/lib/env';
import { safePath } from '@/lib/origin';
import { currentPerson } from '@/lib/workspaces/current';

export const metadata: Metadata = { title: 'Create an account' };

type SignUpPageProps = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const path = safePath((await searchParams).next);
  if ((await currentPerson())?.membership) redirect(path);
  return (
    <AuthCard
      title="Create an account"
      foot={
        <>
          Have an account?{' '}
          <Link href={`/sign-in?next=${encodeURIComponent(path)}`} className="font-medium text-foreground underline">
            Sign in
          </Link>
        </>
      }
    >
      <OAuthButtons providers={oauthChoices(env().oauth)} next={path} />
      <SignUpForm next={path} />
    </AuthCard>
  );
}
