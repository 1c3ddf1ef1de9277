import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countAttempt } from '@/lib/accounts/attempts';
import { signUp } from '@/lib/accounts/sign-up';
import { route } from '@/lib/api/route';
import { AuthBrowser } from '@/tests/support/auth-browser';
import { callRoute, useForRoutes } from '@/tests/support/call-route';
import { useTestDatabase } from '@/tests/support/database';

const test = useTestDatabase();
useForRoutes(test);

const password = 'correct horse battery';
const wrong = 'wrong horse battery';
const WRONG = 'Email or password is wrong.';
const TOO_MANY = /^Too many attempts\. Try again in (a minute|\d+ minutes)\.$/;

async function newAccount(): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  await signUp(test.db, { email, password, address: randomUUID(), now: new Date() });
  return email;
}

let browsers = 0;
/** At an address of its own, so that limits per address do not join tests. */
function newBrowser(origin?: string): AuthBrowser {
  browsers += 1;
  return new AuthBrowser(origin, `198.51.${browsers >> 8}.${browsers & 255}`);
}

const whoAmI = route({ access: 'member', handler: ({ actor }) => actor });
const isSignedIn = async ({ cookie }: AuthBrowser) => (await callRoute(whoAmI, { cookie })).status === 200;

describe('signing in', () => {
  it('lets the right password in, and that browser alone', async () => {
    const email = await newAccount();
    const browser = newBrowser();
    expect(await isSignedIn(browser)).toBe(false);
    expect(await browser.signIn(email, password)).toMatchObject({ refused: null });
    expect(await isSignedIn(browser)).toBe(true);
    expect(await isSignedIn(newBrowser())).toBe(false);
  });

  it('takes an email in any case, with spaces around it', async () => {
    const email = await newAccount();
    expect(await newBrowser().signIn(`  ${email.toUpperCase()} `, password)).toMatchObject({ refused: null });
  });

  it.each([
    ['a wrong password', (email: string) => [email, wrong]],
    ['an unknown email', () => ['nobody@example.com', password]],
    ['no email', () => ['', password]],
    ['no password', (email: string) => [email, '']],
    ['a password longer than any', (email: string) => [email, password.padEnd(201, 'x')]],
    ['an email of odd characters', () => ['a\u0000b\ud800@example.com', password]],
  ])('says the same of %s', async (_, credentials) => {
    const [email = '', given = ''] = credentials(await newAccount());
    const browser = newBrowser();
    expect(await browser.signIn(email, given)).toMatchObject({ refused: WRONG });
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('says the same of a person who has no password', async () => {
    const { email } = await test.db.user.create({ data: { email: `${randomUUID()}@example.com` } });
    expect(await newBrowser().signIn(email, password)).toMatchObject({ refused: WRONG });
  });

  it('needs the token that guards against forged requests', async () => {
    const email = await newAccount();
    const browser = newBrowser();
    const response = await browser.visit('POST', 'callback/credentials', { email, password, csrfToken: 'forged' });
    expect(response.headers.get('location')).toContain('csrf=true');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('notes the browser in words', async () => {
    const email = await newAccount();
    await newBrowser().signIn(email, password);
    const sessions = await test.db.session.findMany({ where: { user: { email } } });
    expect(sessions).toMatchObject([{ device: 'Chrome on macOS', revokedAt: null }]);
  });

  it('ends the session that the browser had before', async () => {
    const email = await newAccount();
    const browser = newBrowser();
    await browser.signIn(email, password);
    await browser.signIn(email, password);
    expect(await test.db.session.count({ where: { user: { email }, revokedAt: null } })).toBe(1);
  });

  it('hashes the password anew when hashes have become costlier', async () => {
    const email = await newAccount();
    const cheap = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await test.db.user.update({ where: { email }, data: { passwordHash: cheap } });
    await newBrowser().signIn(email, wrong);
    expect((await test.db.user.findUniqueOrThrow({ where: { email } })).passwordHash).toBe(cheap);
    await newBrowser().signIn(email, password);
    const { passwordHash } = await test.db.user.findUniqueOrThrow({ where: { email } });
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await newBrowser().signIn(email, password)).toMatchObject({ refused: null });
  });
});

describe('the cookie', () => {
  const sessionCookie = (response: Response) =>
    response.headers.getSetCookie().find((cookie) => cookie.includes('abmatic.session='));

  async function cookieAt(origin: string): Promise<string | undefined> {
    const email = await newAccount();
    const browser = newBrowser(origin);
    const form = { email, password, csrfToken: await browser.csrfToken(), json: 'true' };
    return sessionCookie(await browser.visit('POST', 'callback/credentials', form));
  }

  it('cannot be read by scripts and is not sent from other sites', async () => {
    const cookie = await cookieAt('http://localhost:3000');
    expect(cookie).toMatch(/^abmatic\.session=/);
    expect(cookie).toContain('; HttpOnly');
    expect(cookie).toContain('; SameSite=Lax');
    expect(cookie).not.toContain('; Secure');
  });

  it('is sent over https only, where there is https', async () => {
    const cookie = await cookieAt('https://app.example.com');
    expect(cookie).toMatch(/^__Secure-abmatic\.session=/);
    expect(cookie).toContain('; Secure');
  });

  it('tells nothing', async () => {
    const value = (await cookieAt('http://localhost:3000'))?.split(/[=;]/)[1] ?? '';
    const readable = value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(readable.join()).not.toMatch(/sessionId|example\.com/);
  });
});

describe('where signing in leads', () => {
  it.each(['http://localhost:3000', 'http://127.0.0.1:41234', 'https://app.example.com'])(
    'stays at %s',
    async (origin) => {
      const email = await newAccount();
      const { refused, url } = await newBrowser(origin).signIn(email, password, '/conversions/manage?search=x');
      expect({ refused, url }).toEqual({ refused: null, url: `${origin}/conversions/manage?search=x` });
    },
  );

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'https:evil.example',
    '%',
  ])('is never another site: %s', async (wanted) => {
    const { url } = await newBrowser().signIn(await newAccount(), password, wanted);
    expect(new URL(url).origin).toBe('http://localhost:3000');
  });

  it('refuses a host that is none', async () => {
    const browser = new AuthBrowser();
    const { GET } = await import('@/app/api/auth/[...nextauth]/route');
    expect(browser.cookie).toBe('');
    const answer = await callRoute((request) => GET(request, { params: Promise.resolve({ nextauth: ['csrf'] }) }), {
      headers: { 'x-forwarded-host': 'a b', host: 'a b' },
    });
    expect(answer.status).toBe(400);
  });
});

describe('signing out', () => {
  it('ends the session, so that a copy of the cookie is worth nothing', async () => {
    const browser = newBrowser();
    await browser.signIn(await newAccount(), password);
    const { cookie } = browser;
    await browser.signOut();
    expect(await isSignedIn(browser)).toBe(false);
    expect((await callRoute(whoAmI, { cookie })).status).toBe(401);
  });

  it('leaves other browsers signed in', async () => {
    const email = await newAccount();
    const [here, there] = [newBrowser(), newBrowser()];
    await here.signIn(email, password);
    await there.signIn(email, password);
    await here.signOut();
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([false, true]);
  });
});

describe("next-auth's other routes", () => {
  it.each([
    ['GET', 'session'],
    ['GET', 'providers'],
    ['GET', 'callback/credentials'],
    ['GET', 'callback/nobody'],
    ['GET', 'signout'],
    ['GET', 'verify-request'],
    ['POST', '_log'],
    ['POST', 'session'],
    ['GET', 'nonsense'],
  ] as const)('%s %s is closed', async (method, path) => {
    const response = await new AuthBrowser().visit(method, path, method === 'POST' ? {} : undefined);
    expect(response.status).toBe(404);
  });
});

describe('what is no request to sign in', () => {
  it.each([
    ['JSON', '{"email":', 'application/json', 400],
    ['text', 'email=ada', 'text/plain', 400],
    ['a form of a megabyte', `email=${'x'.repeat(1024 * 1024)}`, 'application/x-www-form-urlencoded', 413],
  ])('is refused: %s', async (_, body, contentType, expected) => {
    const response = await newBrowser().visit('POST', 'callback/credentials', body, contentType);
    expect(response.status).toBe(expected);
    expect((await response.json()).message).toMatch(/\.$/);
  });

  it.each(['nonsense', 'javascript:alert(1)', 'http://['])('is refused: callbackUrl %s', async (callbackUrl) => {
    const response = await newBrowser().visit('GET', `signin?callbackUrl=${encodeURIComponent(callbackUrl)}`);
    expect(response.status).toBe(400);
  });

  it('is sent on to the sign-in page when it only asks how', async () => {
    const response = await newBrowser().visit('GET', 'signin?callbackUrl=/settings');
    expect(response.headers.get('location')).toMatch(/^\/sign-in\?callbackUrl=/);
  });
});

describe('guessing', () => {
  // In the middle of a window, so that no test counts in two.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T12:05:00Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function guess(email: string, times: number, browser = newBrowser()): Promise<string[]> {
    const refusals: string[] = [];
    for (let i = 0; i < times; i += 1) refusals.push((await browser.signIn(email, wrong)).refused ?? 'let in');
    return refusals;
  }

  it('is stopped after ten attempts at an email, and even the right password has to wait', async () => {
    const email = await newAccount();
    expect(new Set(await guess(email, 10))).toEqual(new Set([WRONG]));
    expect((await newBrowser().signIn(email, password)).refused).toMatch(TOO_MANY);
  });

  it('is stopped for an email that nobody has, too', async () => {
    const email = `${randomUUID()}@example.com`;
    await guess(email, 10);
    expect((await newBrowser().signIn(email, wrong)).refused).toMatch(TOO_MANY);
  });

  it('is stopped when it comes all at once', async () => {
    const email = await newAccount();
    const attempts = await Promise.all(Array.from({ length: 25 }, () => newBrowser().signIn(email, wrong)));
    expect(attempts.filter(({ refused }) => refused === WRONG)).toHaveLength(10);
  });

  it('is stopped after a hundred attempts from an address, whatever the emails', async () => {
    const browser = newBrowser();
    const address = [{ kind: 'address', value: browser.address }] as const;
    for (let i = 0; i < 100; i += 1) await countAttempt(test.db, [...address], new Date());
    expect((await browser.signIn(await newAccount(), password)).refused).toMatch(TOO_MANY);
    expect(await newBrowser().signIn(await newAccount(), password)).toMatchObject({ refused: null });
  });

  it('does not shut out a browser that has signed in to the account before', async () => {
    const email = await newAccount();
    const owner = newBrowser();
    await owner.signIn(email, password);
    await owner.signOut();
    await guess(email, 11);
    expect((await newBrowser().signIn(email, password)).refused).toMatch(TOO_MANY);
    expect(await owner.signIn(email, password)).toMatchObject({ refused: null });
  });

  it('is stopped in a browser that has signed in before, too', async () => {
    const email = await newAccount();
    const browser = newBrowser();
    await browser.signIn(email, password);
    await guess(email, 10, browser);
    expect((await browser.signIn(email, password)).refused).toMatch(TOO_MANY);
  });

  it('is not made easier by a browser that has signed in to another account', async () => {
    const [own, other] = [await newAccount(), await newAccount()];
    const browser = newBrowser();
    await browser.signIn(own, password);
    await guess(other, 10);
    expect((await browser.signIn(other, password)).refused).toMatch(TOO_MANY);
    expect(await browser.signIn(own, password)).toMatchObject({ refused: null });
  });

  it('does not count what was right', async () => {
    const email = await newAccount();
    for (let i = 0; i < 12; i += 1) {
      expect(await newBrowser().signIn(email, password)).toMatchObject({ refused: null });
    }
  });

  it('leaves no email or address in the database', async () => {
    const email = await newAccount();
    await guess(email, 1);
    const stored = JSON.stringify(await test.db.attempt.findMany());
    expect(stored).not.toContain(email);
    expect(stored).not.toContain('198.51.');
  });
});
