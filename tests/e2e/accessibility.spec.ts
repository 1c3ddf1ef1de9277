/** WCAG 2.2 AA as far as axe can tell, in both colour schemes, and what only a keyboard can tell. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { deliver } from './deliver';
import { expect, test } from './fixtures';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectAccessible(page: Page): Promise<void> {
  // Colours are judged as they are when nothing moves any more.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(found).toEqual([]);
}

// Judging a page takes seconds on a busy machine, and most of these tests judge several.
test.beforeEach(() => test.slow());

test('pages without events @dark', async ({ page, signIn, expectedErrors }) => {
  expectedErrors.push(/status of 404/);
  await signIn();
  for (const path of ['/', '/conversions/manage', '/integrations', '/settings', '/no-such-page']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

test('Manage with events, its menu and its dialogs @dark', async ({
  page,
  server,
  workspace,
  api,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Order Completed', 'Form Submitted', 'CTA Clicked');
  await signIn();
  await page.goto('/conversions/manage');
  const { goals } = await (await api.get('/api/goals?sort=name')).json();
  await api.patch(`/api/goals/${goals[0].id}`, { data: { visible: false, displayName: 'Call to action' } });
  await api.patch(`/api/goals/${goals[1].id}`, { data: { isMain: true } });
  await expect(page.getByText('Hidden', { exact: true })).toHaveCount(2);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'More actions: Order Completed' }).click();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Visible: Form Submitted' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessible(page);
});

test('Home with a main event, and the dialogs of Integrations @dark', async ({
  page,
  server,
  workspace,
  api,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Form Submitted');
  await signIn();
  await page.goto('/conversions/manage');
  await page.getByRole('switch').click();
  await expect.poll(async () => (await (await api.get('/api/goals')).json()).goals[0].isMain).toBe(true);
  await page.goto('/');
  await expect(page.getByRole('region', { name: /Form Submitted/ })).toBeVisible();
  await expectAccessible(page);
  for (const name of ['Segment', 'Google Analytics']) {
    await page.goto('/integrations');
    await page.getByRole('button', { name: `Settings of ${name}` }).click();
    for (const summary of await page.locator('summary').all()) await summary.click();
    await expectAccessible(page);
  }
});

test('everything in a row can be done with the keyboard alone', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Order Completed');
  await signIn();
  await page.goto('/conversions/manage');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  const focusNext = async (name: RegExp) => {
    const focused = page.locator('*:focus');
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab');
      const label = (await focused.getAttribute('aria-label')) ?? (await focused.textContent()) ?? '';
      if (name.test(label)) return;
    }
    throw new Error(`Tab does not reach ${name}`);
  };
  await focusNext(/^Main event: Order Completed$/);
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch')).toBeChecked();
  await focusNext(/^Visible: Order Completed$/);
  await focusNext(/^More actions: Order Completed$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Remove as main event' })).toBeFocused();
  await page.keyboard.press('R');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('a dialog takes the focus, keeps it, and gives it back', async ({ page, signIn }) => {
  await signIn();
  await page.goto('/integrations');
  const opener = page.getByRole('button', { name: 'Settings of Segment' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Reveal' })).toBeFocused();
  for (let presses = 0; presses < 15; presses += 1) {
    await page.keyboard.press('Tab');
    await expect(dialog.locator('*:focus')).toHaveCount(1);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('the rename dialog gives the focus back to the menu of its row', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Order Completed');
  await signIn();
  await page.goto('/conversions/manage');
  await page.getByRole('button', { name: 'More actions: Order Completed' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Rename…' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'More actions: Order Completed' })).toBeFocused();
});
