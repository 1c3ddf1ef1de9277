import type { Page } from '@playwright/test';
import { deliver } from './deliver';
import { expect, test } from './fixtures';

function step(page: Page, name: string) {
  return page.getByRole('listitem').filter({ hasText: name });
}

test('the checklist ticks by itself, and ends with the main event and its days', async ({
  page,
  server,
  workspace,
  signIn,
  api,
  activateSegment,
}) => {
  await signIn();
  await page.goto('/');
  await expect(page.getByText('0 of 4 done')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Get the API key' })).toBeVisible();

  await deliver(server, workspace, 'Too Early');
  await expect(step(page, 'API key added to Segment')).toContainText('Done');
  await expect(page.getByRole('link', { name: 'Activate Segment' })).toBeVisible();

  await activateSegment();
  await deliver(server, workspace, 'Order Completed', 'Order Completed');
  await expect(step(page, 'First event received')).toContainText('Done');
  await expect(step(page, 'Segment activated')).toContainText('Done');
  await page.getByRole('link', { name: 'Choose the main event' }).click();
  await expect(page).toHaveURL(/\/conversions\/manage$/);

  const { goals } = await (await api.get('/api/goals')).json();
  await api.patch(`/api/goals/${goals[0].id}`, { data: { isMain: true } });
  await page.goto('/');
  const card = page.getByRole('region', { name: /Order Completed/ });
  await expect(card.getByText('2', { exact: true }).first()).toBeVisible();
  await card.getByText('Events per day as a table').click();
  await expect(card.getByRole('row').nth(1).getByRole('cell').last()).toHaveText('2');
  await expect(page.getByText('4 of 4 done')).toBeVisible();
});

test('the sidebar leads to every page and says where one is', async ({ page, signIn }) => {
  await signIn();
  const main = page.getByRole('navigation', { name: 'Main' });
  for (const name of ['Conversions', 'Integrations', 'Settings', 'Home']) {
    await main.getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(main.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  }
});

test('the theme can be chosen and stays', async ({ page, signIn }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await signIn();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  expect(await background()).toBe(dark);
});

test('signing out leads to the sign-in page, and the pages are closed', async ({ page, signIn, expectedErrors }) => {
  expectedErrors.push(/status of 401/); // the page may ask for news once more before it is left
  await signIn();
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto('/conversions/manage');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fconversions%2Fmanage/);
});

test('on a phone the navigation is behind a button', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn();
  await page.getByRole('button', { name: 'Open menu' }).click();
  await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Integrations' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Integrations' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
