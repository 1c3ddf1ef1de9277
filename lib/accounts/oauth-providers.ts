/** Where people can sign in besides here: the providers whose variables are set, and what each vouches for. */
import type { Account, Profile } from 'next-auth';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { z } from 'zod';
import type { Env } from '../env';

export const OAUTH_PROVIDERS = { github: 'GitHub', google: 'Google' } as const;
export type OAuthProvider = keyof typeof OAUTH_PROVIDERS;

export function isOAuthProvider(name: string): name is OAuthProvider {
  return Object.hasOwn(OAUTH_PROVIDERS, name);
}

/** The providers that are set up, in the order of their buttons. */
export function oauthChoices(oauth: Env['oauth']): { id: OAuthProvider; name: string }[] {
  const ids = ['github', 'google'] as const;
  return ids.filter((id) => oauth[id] !== undefined).map((id) => ({ id, name: OAUTH_PROVIDERS[id] }));
}

/** The same as next-auth takes them. */
export function providersOf({ github, google }: Env['oauth']) {
  return [...(github ? [GitHub(github)] : []), ...(google ? [Google(google)] : [])];
}

/** The email that the provider has checked to be this person's, or null. */
export async function verifiedEmail(
  provider: OAuthProvider,
  account: Account,
  profile: Profile | undefined,
): Promise<string | null> {
  switch (provider) {
    case 'google':
      return GoogleProfile.safeParse(profile).data?.email ?? null;
    case 'github':
      return await gitHubEmail(account.access_token ?? '');
  }
}

const GoogleProfile = z.object({ email: z.string(), email_verified: z.literal(true) });

const GitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** The profile's own email says nothing of whether it was checked; the list of emails does. */
async function gitHubEmail(accessToken: string): Promise<string | null> {
  const response = await fetch('https://api.github.com/user/emails', {
    headers: { Authorization: `Bearer ${accessToken}`, Accept: 'application/vnd.github+json' },
    signal: AbortSignal.timeout(5_000),
  });
  const emails = GitHubEmails.safeParse(await response.json()).data ?? [];
  return emails.find(({ primary, verified }) => primary && verified)?.email ?? null;
}
