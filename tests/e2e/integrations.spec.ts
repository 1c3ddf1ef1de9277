/** The Integrations page: status, Settings dialogs, the key, and one active integration at a time. */
import type { Locator, Page } from '@playwright/test';
import { deliver } from './deliver';
import { expect, test } from './fixtures';

function card(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

async function openSettings(page: Page, name: string): Promise<Locator> {
  await card(page, name).getByRole('button', { name: 'Settings' }).click();
  return page.getByRole('dialog', { name: `${name} settings` });
}

test('the switch changes nothing until Save', async ({ page, signIn }) => {
  await signIn();
  await page.goto('/integrations');
  await expect(page.getByText('Only one conversion tracking integration can be active at a time')).toBeVisible();
  await expect(card(page, 'Segment').getByText('Not Configured', { exact: true })).toBeVisible();

  const dialog = await openSettings(page, 'Segment');
  await dialog.getByRole('switch').click();
  await expect(dialog.getByText('Not saved yet')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await expect(card(page, 'Segment').getByText('Not Configured', { exact: true })).toBeVisible();

  await openSettings(page, 'Segment');
  await expect(dialog.getByRole('switch')).not.toBeChecked();
  await dialog.getByRole('switch').click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(card(page, 'Segment').getByText('Active', { exact: true })).toBeVisible();
});

test('the first delivery turns Not Configured into Inactive by itself', async ({ page, server, workspace, signIn }) => {
  await signIn();
  await page.goto('/integrations');
  await expect(card(page, 'Segment').getByText('None yet')).toBeVisible();
  await deliver(server, workspace, 'Order Completed');
  await expect(card(page, 'Segment').getByText('Inactive', { exact: true })).toBeVisible();
  await expect(card(page, 'Segment').getByText('just now')).toBeVisible();
  await page.goto('/conversions/manage');
  await expect(page.getByRole('heading', { name: 'Segment is inactive' })).toBeVisible();
});

test('activating a second integration is refused and offers the hand-over', async ({
  page,
  signIn,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 409/);
  await signIn();
  await page.goto('/integrations');
  const google = await openSettings(page, 'Google Analytics');
  await google.getByRole('switch').click();
  await google.getByRole('button', { name: 'Save' }).click();
  await expect(card(page, 'Google Analytics').getByText('Active', { exact: true })).toBeVisible();

  const segment = await openSettings(page, 'Segment');
  await segment.getByRole('switch').click();
  await segment.getByRole('button', { name: 'Save' }).click();
  await expect(segment.getByRole('alert')).toContainText('Deactivate Google Analytics first.');
  await segment.getByRole('button', { name: 'Deactivate Google Analytics and activate Segment' }).click();
  await expect(segment).toBeHidden();
  await expect(card(page, 'Segment').getByText('Active', { exact: true })).toBeVisible();
  await expect(card(page, 'Google Analytics').getByText('Active', { exact: true })).toHaveCount(0);
});

test('the key is nowhere in the page until it is revealed; it can be copied', async ({
  page,
  context,
  workspace,
  signIn,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn();
  await page.goto('/integrations');
  const dialog = await openSettings(page, 'Segment');
  await expect(dialog.getByText('abm_••••')).toBeVisible();
  expect(await page.content()).not.toContain(workspace.segmentApiKey);

  await dialog.getByRole('button', { name: 'Reveal' }).click();
  await expect(dialog.getByText(workspace.segmentApiKey)).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy API key' }).click();
  await expect(dialog.getByText('Copied API key')).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(workspace.segmentApiKey);

  await dialog.getByText('Markettailor is not in your Segment catalog?').click();
  await expect(dialog.getByText(`Basic ${btoa(`${workspace.segmentApiKey}:`)}`)).toBeVisible();
  await expect(dialog.getByText(new URL('/api/segment', page.url()).href)).toBeVisible();

  await dialog.getByRole('button', { name: 'Close' }).click();
  await openSettings(page, 'Segment');
  await expect(dialog.getByText('abm_••••')).toBeVisible();
});

test('a rotated key replaces the old one, which goes on working for a day', async ({
  page,
  server,
  workspace,
  signIn,
}) => {
  await signIn();
  await page.goto('/integrations');
  const dialog = await openSettings(page, 'Segment');
  await dialog.getByRole('button', { name: 'Rotate' }).click();
  const question = page.getByRole('alertdialog', { name: 'Rotate the API key?' });
  await expect(question).toContainText('24 hours');
  await question.getByRole('button', { name: 'Rotate key' }).click();
  await expect(dialog.getByText('The previous key goes on working until')).toBeVisible();

  const key = (await dialog.getByText(/^abm_[A-Za-z0-9]{32}$/).textContent()) ?? '';
  expect(key).not.toBe(workspace.segmentApiKey);
  await deliver(server, workspace, 'With The Old Key');
  await deliver(server, { ...workspace, segmentApiKey: key }, 'With The New Key');
});

test('a test event goes the way of Segment and says what came of it', async ({ page, signIn }) => {
  await signIn();
  await page.goto('/integrations');
  const dialog = await openSettings(page, 'Segment');
  await dialog.getByRole('button', { name: 'Send test event' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Accepted.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(card(page, 'Segment').getByText('Not Configured', { exact: true })).toBeVisible();
});

test('a shared secret is saved, never shown, and can be removed', async ({ page, signIn }) => {
  await signIn();
  await page.goto('/integrations');
  const dialog = await openSettings(page, 'Segment');
  await dialog.getByText('Shared secret (optional)').click();
  await dialog.getByLabel('Shared secret', { exact: true }).fill('a secret of ours');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  await openSettings(page, 'Segment');
  await dialog.getByText('Shared secret (set)').click();
  expect(await page.content()).not.toContain('a secret of ours');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await openSettings(page, 'Segment');
  await expect(dialog.getByText('Shared secret (optional)')).toBeVisible();
});

test('a measurement id that cannot be one is refused at its field', async ({ page, signIn, expectedErrors }) => {
  expectedErrors.push(/status of 400/);
  await signIn();
  await page.goto('/integrations');
  const dialog = await openSettings(page, 'Google Analytics');
  await dialog.getByLabel('Measurement ID').fill('UA-1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: 'This must look like G-XXXXXXXXXX.' })).toBeVisible();
  await dialog.getByLabel('Measurement ID').fill('G-ABCD1234');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(card(page, 'Google Analytics').getByText('G-ABCD1234')).toBeVisible();
  await expect(card(page, 'Google Analytics').getByText('Inactive', { exact: true })).toBeVisible();
});

test('a member sees how things stand, and neither key nor switch', async ({ page, db, workspace, signIn }) => {
  await db.membership.updateMany({ where: { workspaceId: workspace.workspaceId }, data: { role: 'member' } });
  await signIn();
  await page.goto('/integrations');
  const dialog = await openSettings(page, 'Segment');
  await expect(dialog.getByText('Only its owners and admins see the API key')).toBeVisible();
  await expect(dialog.getByRole('switch')).toHaveCount(0);
  await expect(dialog.getByText('abm_')).toHaveCount(0);
  await expect(dialog.getByRole('button')).toHaveCount(1);
});
