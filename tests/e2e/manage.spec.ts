/** Conversions > Manage as a marketer uses it. */
import type { Locator, Page } from '@playwright/test';
import { deliver } from './deliver';
import { expect, test } from './fixtures';

const MANAGE = '/conversions/manage';

/** The row of an event. Its header cell begins with the source icon's name. */
function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
}

function mainSwitch(page: Page, name: string): Locator {
  return page.getByRole('switch', { name: `Main event: ${name}`, exact: true });
}

async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More actions: ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('an event that Segment sends appears by itself, with the Segment icon', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await signIn();
  await page.goto(MANAGE);
  await expect(page.getByRole('heading', { name: 'Waiting for the first event' })).toBeVisible();

  await deliver(server, workspace, 'Order Completed');
  await expect(row(page, 'Order Completed')).toBeVisible();
  await expect(row(page, 'Order Completed').getByRole('img', { name: 'Segment' })).toBeVisible();
  await expect(page.getByText('1 event', { exact: true })).toBeVisible();

  await deliver(server, workspace, 'Form Submitted', 'Order Completed');
  await expect(row(page, 'Form Submitted')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'New event: Form Submitted' })).toBeAttached();
  await expect(row(page, 'Order Completed').getByRole('cell', { name: '2', exact: true })).toHaveCount(2);
});

test('figures that no campaign has given yet are dashes that say why', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Order Completed');
  await signIn();
  await page.goto(MANAGE);
  await expect(row(page, 'Order Completed').getByRole('cell', { name: 'No campaign has run yet' })).toHaveCount(4);
  await page.getByRole('button', { name: 'Lift', exact: true }).focus();
  await expect(page.getByRole('tooltip')).toContainText('No campaign has run yet');
});

test('one event or none is the main event, on the page and after a reload', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Order Completed', 'Form Submitted');
  await signIn();
  await page.goto(MANAGE);
  await mainSwitch(page, 'Order Completed').click();
  await expect(mainSwitch(page, 'Order Completed')).toBeChecked();
  await mainSwitch(page, 'Form Submitted').click();
  await expect(mainSwitch(page, 'Form Submitted')).toBeChecked();
  await expect(mainSwitch(page, 'Order Completed')).not.toBeChecked();

  await page.reload();
  await expect(mainSwitch(page, 'Form Submitted')).toBeChecked();
  await expect(page.getByRole('switch', { checked: true })).toHaveCount(1);
  await mainSwitch(page, 'Form Submitted').click();
  await expect(page.getByRole('switch', { checked: true })).toHaveCount(0);
  await page.reload();
  await expect(mainSwitch(page, 'Form Submitted')).toBeVisible();
  await expect(page.getByRole('switch', { checked: true })).toHaveCount(0);
});

test('hiding the main event asks which event takes its place', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Order Completed', 'Form Submitted');
  await signIn();
  await page.goto(MANAGE);
  await mainSwitch(page, 'Order Completed').click();
  await page.getByRole('button', { name: 'Visible: Order Completed' }).click();

  const dialog = page.getByRole('alertdialog', { name: 'Hide the main event?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(mainSwitch(page, 'Order Completed')).toBeChecked();

  await page.getByRole('button', { name: 'Visible: Order Completed' }).click();
  await dialog.getByLabel('New main event').selectOption('Form Submitted');
  await dialog.getByRole('button', { name: 'Hide and change the main event' }).click();
  await expect(mainSwitch(page, 'Form Submitted')).toBeChecked();
  await expect(row(page, 'Order Completed').getByText('Hidden', { exact: true })).toBeVisible();
  await page.reload();
  await expect(mainSwitch(page, 'Form Submitted')).toBeChecked();
  await expect(mainSwitch(page, 'Order Completed')).not.toBeChecked();
});

test('a renamed event keeps its history and shows its original name', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'CTA Clicked');
  await signIn();
  await page.goto(MANAGE);
  await choose(page, 'CTA Clicked', 'Rename…');
  const dialog = page.getByRole('dialog', { name: 'Rename event' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByLabel('Name').fill('Call to action');
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(row(page, 'Call to action')).toContainText('CTA Clicked');

  await deliver(server, workspace, 'CTA Clicked');
  await expect(row(page, 'Call to action').getByRole('cell', { name: '2', exact: true })).toHaveCount(2);
  await choose(page, 'Call to action', 'Rename…');
  await dialog.getByRole('button', { name: 'Use original name' }).click();
  await expect(page.getByRole('button', { name: 'More actions: CTA Clicked' })).toBeVisible();
});

test('an archived event leaves the list and comes back by hand', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  await deliver(server, workspace, 'Old Event', 'Order Completed');
  await signIn();
  await page.goto(MANAGE);
  await choose(page, 'Old Event', 'Archive');
  await expect(row(page, 'Old Event')).toHaveCount(0);

  const filter = page.getByRole('navigation', { name: 'Filter events' });
  await filter.getByRole('link', { name: 'Archived' }).click();
  await expect(row(page, 'Old Event').getByText('Archived', { exact: true })).toBeVisible();
  await choose(page, 'Old Event', 'Unarchive');
  await expect(page.getByRole('heading', { name: 'There are no archived events' })).toBeVisible();
  await filter.getByRole('link', { name: 'All' }).click();
  await expect(row(page, 'Old Event')).toBeVisible();
});

test('search, filter and order live in the address', async ({ page, server, workspace, signIn, activateSegment }) => {
  await activateSegment();
  await deliver(server, workspace, 'Banana Eaten', 'Apple Eaten', 'Cherry Picked', 'Banana Eaten');
  await signIn();
  await page.goto(MANAGE);
  await page.getByLabel('Search events').fill('eaten');
  await expect(page).toHaveURL(/[?&]q=eaten/);
  await expect(row(page, 'Cherry Picked')).toHaveCount(0);
  await expect(page.getByText('2 of 3 events', { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Event', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Event', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(page.getByRole('row').nth(1)).toContainText('Apple Eaten');
  await page.getByRole('link', { name: 'Events (24 h)' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('Banana Eaten');

  await page.reload();
  await expect(page.getByLabel('Search events')).toHaveValue('eaten');
  await expect(page.getByRole('columnheader', { name: 'Events (24 h)' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByLabel('Search events').fill('nothing like it');
  await expect(page.getByRole('heading', { name: 'No event has “nothing like it” in its name' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all events' }).click();
  await expect(row(page, 'Cherry Picked')).toBeVisible();
  await expect(page.getByLabel('Search events')).toHaveValue('');
});

test('names are shown as they are, and run nothing', async ({ page, server, workspace, signIn, activateSegment }) => {
  const names = [
    '<img src=x onerror="document.title=\'run\'"><b>bold</b>',
    'طلب مكتمل',
    'Köp ✓ 漢字 🎉',
    'x'.repeat(255),
    '__proto__',
  ];
  await activateSegment();
  await deliver(server, workspace, ...names);
  await signIn();
  await page.goto(MANAGE);
  for (const name of names) await expect(row(page, name)).toBeVisible();
  await expect(page).toHaveTitle('Manage conversions · Abmatic');
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(width).toBe(0);
});

test('more events than fit on a page are a click away', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
}) => {
  await activateSegment();
  const names = Array.from({ length: 70 }, (_, index) => `Event ${String(index).padStart(3, '0')}`);
  await deliver(server, workspace, ...names);
  await signIn();
  await page.goto(`${MANAGE}?sort=name`);
  await expect(page.getByText('50 of 70 events', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByText('20 of 70 events', { exact: true })).toBeVisible();
  await expect(row(page, 'Event 069')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Next page' })).toHaveCount(0);
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(row(page, 'Event 000')).toBeVisible();

  await page.goto(`${MANAGE}?sort=name&cursor=made-up`);
  await expect(row(page, 'Event 000')).toBeVisible();
  await expect(page).toHaveURL(`${MANAGE}?sort=name`);
});

test('a change that does not reach the server is taken back, and said', async ({
  page,
  server,
  workspace,
  signIn,
  activateSegment,
  expectedErrors,
}) => {
  expectedErrors.push(/net::ERR_INTERNET_DISCONNECTED/);
  await activateSegment();
  await deliver(server, workspace, 'Order Completed');
  await signIn();
  await page.goto(MANAGE);
  await expect(mainSwitch(page, 'Order Completed')).toBeVisible();
  await page.context().setOffline(true);
  await mainSwitch(page, 'Order Completed').click();
  await expect(page.getByText('The server could not be reached.')).toBeVisible();
  await expect(mainSwitch(page, 'Order Completed')).not.toBeChecked();
  await page.context().setOffline(false);
});
