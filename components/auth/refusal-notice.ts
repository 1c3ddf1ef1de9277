import type { OAuthRefusal } from '@/lib/accounts/oauth-sign-in';

const NOTICES: Record<OAuthRefusal | 'NoWorkspace' | 'OAuthCallback', string> = {
  EmailNotVerified: 'The provider has not verified your email address. Verify it there, or sign in with a password.',
  PasswordAccount:
    'An account with this email exists already. Sign in with its password, then connect the provider in Settings.',
  OtherEmail: 'That account has another email address than yours here, so it was not connected.',
  LinkedElsewhere: 'That account belongs to another person here already, so it was not connected.',
  NoWorkspace: 'You do not belong to a workspace any more. Ask an owner to add you, or sign in with another account.',
  OAuthCallback: 'You were not signed in. Try again, or sign in with a password.',
  Failed: 'Signing in did not work. Try again in a moment.',
};

/** A sentence for the `error` of an address. The words are ours and never the address's, which anybody can write. */
export function refusalNotice(error: string | string[] | undefined): string | undefined {
  if (error === undefined) return undefined;
  return Object.entries(NOTICES).find(([code]) => code === error)?.[1] ?? NOTICES.Failed;
}
