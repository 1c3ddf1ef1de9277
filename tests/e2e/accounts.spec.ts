/** Signing up, in and out, and the Settings page, as people do it. */
import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './fixtures';

const PASSWORD = 'correct horse battery';

async function signUp(page: Page, { email = `${randomUUID()}@example.com`, workspace = '' } = {}): Promise<string> {
  await page.goto('/sign-up');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Workspace').fill(workspace);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  return email;
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: `Account ${email}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
}

async function expectAccessible(page: Page): Promise<void> {
  // Hundreds of time zones are all alike, and would take most of the time.
  const { violations } = await new AxeBuilder({ page }).exclude('option').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('a newcomer signs up, looks around, signs out and comes back', async ({ page }) => {
  const email = await signUp(page, { workspace: 'Upright Desks' });
  await expect(page.getByText('Upright Desks').first()).toBeVisible();
  await signOut(page, email);
  await page.goto('/settings');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings$/);
  await signIn(page, email);
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});

test('what is wrong is said beside the field, and the field is ready to be mended', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 40[019]/);
  const email = await signUp(page);
  await signOut(page, email);

  await signIn(page, email, 'wrong horse battery');
  await expect(page.getByText('Email or password is wrong.')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('Email or password is wrong.');

  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('too short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Must have at least 10 characters.')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();

  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Has an account already. Sign in instead.')).toBeVisible();
  await expect(page.getByLabel('Email')).toBeFocused();
});

test('password managers know the fields', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email')).toHaveAttribute('autocomplete', 'username');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('autocomplete', 'current-password');
  await page.goto('/sign-up');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('autocomplete', 'new-password');
});

test('signing in works with the keyboard alone', async ({ page, workspace }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Email').focus();
  await page.keyboard.type(workspace.email);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab'); // past Show
  await page.keyboard.type(workspace.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
});

test('signing in works at every name of the host, and leads nowhere else', async ({ page, server, workspace }) => {
  const { port } = new URL(server.url);
  for (const origin of [`http://localhost:${port}`, `http://127.0.0.1:${port}`]) {
    await page.goto(`${origin}/sign-in?next=${encodeURIComponent('//evil.example/')}`);
    await signIn(page, workspace.email, workspace.password);
    await page.waitForURL(`${origin}/`);
  }
});

test('a person signed out from another device has to sign in again', async ({
  page,
  signIn: signInHere,
  browser,
  workspace,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401/); // what the page asks for by itself
  await signInHere();
  const elsewhere: BrowserContext = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const other = await elsewhere.newPage();
  await other.goto('/settings');
  await signIn(other, workspace.email, workspace.password);
  await expect(other.getByText('This device')).toBeVisible();
  await other.getByRole('button', { name: 'Sign out all other devices' }).click();
  await expect(other.getByText('Every other device is signed out.', { exact: true })).toBeVisible();
  await page.goto('/conversions');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await elsewhere.close();
});

test('an owner sets the workspace, makes an API token that works, and revokes it', async ({
  page,
  signIn: signInHere,
  request,
}) => {
  await signInHere();
  await page.goto('/settings');
  await page.getByLabel('Name', { exact: true }).fill('Renamed');
  await page.getByLabel('Domain').fill('https://Shop.Example.com/');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The workspace was saved.')).toBeVisible();
  await expect(page.getByLabel('Domain')).toHaveValue('shop.example.com');
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Renamed');
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');

  await page.getByRole('button', { name: 'Create API token' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Weekly report');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const token = (await page.getByText(/^abt_[A-Za-z0-9]{32}$/).textContent()) ?? '';
  const asToken = () => request.get('/api/workspace', { headers: { authorization: `Bearer ${token}` } });
  expect(await (await asToken()).json()).toMatchObject({ name: 'Renamed' });
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(token)).toHaveCount(0);

  await page.getByRole('button', { name: 'Revoke Weekly report' }).click();
  await page.getByRole('button', { name: 'Revoke token' }).click();
  await expect(page.getByText('The API token was revoked.')).toBeVisible();
  expect((await asToken()).status()).toBe(401);
});

test('a member sees neither key nor token, and can change neither workspace nor integrations', async ({
  page,
  workspace,
  db,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403/);
  const email = await signUp(page);
  const { workspaceId, segmentApiKey, apiToken } = workspace;
  await db.membership.deleteMany({ where: { user: { email } } });
  const { id: userId } = await db.user.findUniqueOrThrow({ where: { email } });
  await db.membership.create({ data: { workspaceId, userId, role: 'member' } });

  for (const path of ['/', '/conversions', '/integrations', '/settings']) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    const html = await page.content();
    for (const secret of [segmentApiKey, apiToken, apiToken.slice(-4)]) expect(html).not.toContain(secret);
  }
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled();
  await expect(page.getByRole('heading', { name: 'API tokens' })).toHaveCount(0);

  const refusals = await page.evaluate(async () => {
    const calls: [string, string][] = [
      ['GET', '/api/integrations/segment/key'],
      ['POST', '/api/integrations/segment/key'],
      ['PUT', '/api/integrations/segment'],
      ['PATCH', '/api/workspace'],
      ['GET', '/api/tokens'],
      ['POST', '/api/tokens'],
    ];
    return Promise.all(
      calls.map(async ([method, path]) => {
        const body = method === 'GET' ? undefined : '{"active":true,"name":"x"}';
        return (await fetch(path, { method, body })).status;
      }),
    );
  });
  expect(refusals).toEqual(Array(6).fill(403));
});

test('the pages to sign in and up are accessible @dark', async ({ page }) => {
  for (const path of ['/sign-in?error=PasswordAccount', '/sign-up']) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

for (const [screen, width] of Object.entries({ 'a large screen @dark': 1280, 'a phone': 390 })) {
  test(`the Settings page is accessible on ${screen}`, async ({ page, signIn: signInHere }) => {
    await page.setViewportSize({ width, height: 800 });
    await signInHere();
    await page.goto('/settings');
    await expect(page.getByText('This device')).toBeVisible();
    await expectAccessible(page);
  });
}

test('an address cannot put words into the page', async ({ page }) => {
  await page.goto('/sign-in?error=Call%20us%20at%20555-0100');
  await expect(page.getByText('Signing in did not work. Try again in a moment.')).toBeVisible();
  await expect(page.getByText('555-0100')).toHaveCount(0);
});
