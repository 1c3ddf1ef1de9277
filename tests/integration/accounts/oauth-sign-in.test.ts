import { randomUUID } from 'node:crypto';
import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { type OAuthAccount, oauthSignIn } from '@/lib/accounts/oauth-sign-in';
import { signUp } from '@/lib/accounts/sign-up';
import { authOptions } from '@/lib/api/auth-options';
import { useForRoutes } from '@/tests/support/call-route';
import { useTestDatabase } from '@/tests/support/database';
import { createTestPerson, createTestWorkspace } from '@/tests/support/factories';

const test = useTestDatabase();
useForRoutes(test);

const now = new Date('2026-11-24T12:00:00Z');

/** Somebody who comes from GitHub with an email that it has verified. */
function newcomer(overrides: Partial<OAuthAccount> = {}): OAuthAccount {
  const verifiedEmail = `${randomUUID()}@shop.example.com`;
  const account = { provider: 'github', providerAccountId: randomUUID(), name: 'Ada' };
  return { ...account, verifiedEmail, signedInUserId: null, now, ...overrides };
}

const linksOf = (account: OAuthAccount) =>
  test.db.account.findMany({ where: { providerAccountId: account.providerAccountId } });

describe('signing in through a provider', () => {
  it('makes a user and a workspace the first time, and finds them the next', async () => {
    const account = newcomer();
    const first = await oauthSignIn(test.db, account);
    const second = await oauthSignIn(test.db, account);
    expect(first).toEqual({ user: { id: expect.any(String), email: account.verifiedEmail } });
    expect(second).toEqual(first);
    const user = await test.db.user.findUniqueOrThrow({
      where: { email: account.verifiedEmail ?? '' },
      include: { memberships: { include: { workspace: true } } },
    });
    expect(user).toMatchObject({ name: 'Ada', passwordHash: null });
    expect(user.memberships).toMatchObject([{ role: 'owner', workspace: { name: 'shop.example.com' } }]);
  });

  it('goes by the account, so that a changed email there changes nothing here', async () => {
    const account = newcomer();
    const first = await oauthSignIn(test.db, account);
    for (const verifiedEmail of ['another@example.com', null]) {
      expect(await oauthSignIn(test.db, { ...account, verifiedEmail })).toEqual(first);
    }
  });

  it('is refused without an email that the provider has verified', async () => {
    const account = newcomer({ verifiedEmail: null });
    expect(await oauthSignIn(test.db, account)).toEqual({ refused: 'EmailNotVerified' });
    expect(await linksOf(account)).toEqual([]);
  });

  it('does not enter an account with a password, which anybody may have made with that email', async () => {
    const account = newcomer();
    const email = account.verifiedEmail ?? '';
    await signUp(test.db, { email, password: 'correct horse battery', address: randomUUID(), now });
    expect(await oauthSignIn(test.db, account)).toEqual({ refused: 'PasswordAccount' });
    expect(await linksOf(account)).toEqual([]);
  });

  it('links to an account with a password when its owner is signed in', async () => {
    const account = newcomer();
    const email = account.verifiedEmail ?? '';
    const { userId } = await signUp(test.db, { email, password: 'correct horse battery', address: randomUUID(), now });
    const asOwner = await oauthSignIn(test.db, { ...account, signedInUserId: userId });
    expect(asOwner).toEqual({ user: { id: userId, email } });
    expect(await oauthSignIn(test.db, account)).toEqual(asOwner);
  });

  it('never makes somebody else of a person who is signed in', async () => {
    const [free, taken] = [newcomer(), newcomer()];
    await oauthSignIn(test.db, taken);
    const { userId } = await createTestPerson(test.db);
    const connect = (account: OAuthAccount) => oauthSignIn(test.db, { ...account, signedInUserId: userId });
    expect(await connect(free)).toEqual({ refused: 'OtherEmail' });
    expect(await connect(taken)).toEqual({ refused: 'LinkedElsewhere' });
    expect(await connect({ ...free, verifiedEmail: taken.verifiedEmail })).toEqual({ refused: 'OtherEmail' });
    expect(await test.db.account.count({ where: { userId } })).toBe(0);
    expect(await test.db.user.count({ where: { email: free.verifiedEmail ?? '' } })).toBe(0);
  });

  it('links two providers that vouch for the same email', async () => {
    const gitHub = newcomer();
    const google = newcomer({ provider: 'google', verifiedEmail: gitHub.verifiedEmail?.toUpperCase() });
    const first = await oauthSignIn(test.db, gitHub);
    expect(await oauthSignIn(test.db, google)).toEqual(first);
  });
});

describe("next-auth's callbacks", () => {
  const origin = 'http://localhost:3000';

  async function comeFromGoogle(profile: Record<string, unknown>, cookie = '') {
    const request = new NextRequest(origin, { headers: { cookie, 'user-agent': 'Firefox/143.0' } });
    const { callbacks } = authOptions({ db: test.db, request, origin, now: new Date() });
    const user = { id: 'id at Google', name: 'Ada' };
    const account = { provider: 'google', providerAccountId: randomUUID(), type: 'oauth' } as const;
    const allowed = await callbacks?.signIn?.({ user, account, profile });
    return { allowed, user, token: () => callbacks?.jwt?.({ token: {}, user, account }) };
  }

  it('start a session of the user who was found or made', async () => {
    const { userId, email, cookie } = await createTestPerson(test.db);
    const came = await comeFromGoogle({ email, email_verified: true }, cookie);
    expect(came.allowed).toBe(true);
    const token = await came.token();
    const session = await test.db.session.findUniqueOrThrow({ where: { id: String(token?.sessionId) } });
    expect(session).toMatchObject({ userId, device: 'Firefox', revokedAt: null });
    expect(await test.db.session.count({ where: { userId, revokedAt: null } })).toBe(1); // the one before has ended
  });

  it('send a signed-in person who was refused back to Settings', async () => {
    const { cookie } = await createTestPerson(test.db);
    const { allowed } = await comeFromGoogle({ email: 'another@example.com', email_verified: true }, cookie);
    expect(allowed).toBe('/settings?error=OtherEmail');
  });

  it.each([{ email_verified: false }, { email_verified: 'true' }, {}])(
    'send back whose email Google has not verified: %j',
    async (profile) => {
      const { workspaceId } = await createTestWorkspace(test.db);
      const { email } = await createTestPerson(test.db, { [workspaceId]: 'owner' });
      const { allowed } = await comeFromGoogle({ email, ...profile });
      expect(allowed).toBe('/sign-in?error=EmailNotVerified');
    },
  );
});
