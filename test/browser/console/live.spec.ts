// The live view: who is here now, as it happens.
import { randomUUID } from 'node:crypto';
import { startShop } from '../program';
import { cable, Console, expect, test } from './console';

test('signing in: with one click, with a client, and not with a wrong secret', async ({ page, server }) => {
  await page.goto(server.url);
  await page.getByLabel('Client id').fill('sojourn-dev');
  await page.getByLabel('Secret').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('does not know this client')).toBeVisible();
  await page.getByLabel('Secret').fill('sojourn-dev');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Live' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Live' }), 'the tab stays signed in').toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Open the console' })).toBeVisible();
});

test('a token that is taken no longer leads back to the same place', async ({ page, server }) => {
  await page.addInitScript(
    () => sessionStorage.getItem('sojourn.token') ?? sessionStorage.setItem('sojourn.token', 'worn out'),
  );
  await page.goto(`${server.url}/settings`);
  await expect(page.getByText('Your session has ended')).toBeVisible();
  await page.getByRole('button', { name: 'Open the console' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('a session shows with its first event, and changes with each', async ({ console, page }) => {
  await console.open();
  const [cookie, title] = [randomUUID(), `Bicycles ${randomUUID().slice(0, 8)}`];
  await console.visit({ customerCookieId: cookie, page: { title } });
  const row = page.getByRole('row').filter({ hasText: title });
  await expect(row).toBeVisible();
  await expect(row).toContainText('Active');
  await console.visit({
    customerCookieId: cookie,
    page: { title: `${title} again` },
    traits: { givenName: 'Gwen', familyName: 'Marlow', email: `${cookie}@mail.example` },
  });
  await expect(row).toContainText(`${title} again`);
  await expect(row).toHaveCount(1);
  await expect(row.getByRole('link', { name: 'Gwen Marlow' })).toBeVisible();
  await expect(row).toContainText('2 events');
});

test('filters choose, and stay in the address', async ({ console, page }) => {
  const [one, other] = [randomUUID().slice(0, 8), randomUUID().slice(0, 8)];
  await console.visit({ page: { title: one } });
  await console.visit({ page: { title: other } });
  await console.open();
  const rows = page.getByRole('table', { name: 'Live sessions' }).getByRole('row');
  await page.getByRole('searchbox', { name: 'Text anywhere in a session' }).fill(one);
  await expect(rows).toHaveCount(2); // with the head
  await expect(page).toHaveURL(new RegExp(`text=${one}`));
  await page.reload();
  await expect(rows).toHaveCount(2);
  await page.getByLabel('Kind').selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows.filter({ hasText: other })).toBeVisible();
  await page.getByLabel('State').selectOption('away');
  await expect(page.getByText('No session is like that')).toBeVisible();
});

test('a segment made in the console shows on the next visitor of the shop who is like that', async ({
  browser,
  console,
  page,
  server,
}) => {
  await console.open('/segments');
  const word = randomUUID().slice(0, 8);
  await page.getByRole('link', { name: 'New segment' }).click();
  await page.getByLabel('Name', { exact: true }).fill(`Reads ${word}`);
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('button', { name: 'Only where' }).click();
  await page.getByLabel('Values of page path').fill('/help/contact');
  await page.keyboard.press('Enter');
  await expect(page.getByText('page viewed, where page path is /help/contact')).toBeVisible();
  await expect(page.getByText('0 sessions')).toBeVisible(); // by the backtest of the last hour
  await page.getByRole('button', { name: 'Create the segment' }).click();
  await expect(page.getByRole('link', { name: `Reads ${word}`, exact: true })).toBeVisible();
  const shop = await startShop(server);
  const visitor = await browser.newPage(); // in a context, and so with cookies, of its own
  await visitor.goto(`${shop.url}/help/contact`);
  await expect(page.getByRole('listitem').filter({ hasText: word })).toContainText('1 live now');
  await page.getByRole('navigation').getByRole('link', { name: 'Live' }).click();
  await expect(page.getByRole('row').filter({ hasText: `Reads ${word}` })).toHaveCount(1);
  await visitor.close();
  await shop.stop();
});

test('when the connection breaks, the page says so, and nothing is lost or doubled', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 1600 }); // rows off the screen are not in the document
  const wire = await cable(server);
  const console = new Console(page, server, wire.url);
  const mark = randomUUID().slice(0, 8);
  const cookies = Array.from({ length: 12 }, () => randomUUID());
  const say = async (n: number) => {
    for (const [i, customerCookieId] of cookies.entries()) {
      await console.visit({ customerCookieId, page: { title: `${mark} ${i} news ${n}` } });
    }
  };
  try {
    await console.open();
    await page.getByRole('searchbox', { name: 'Text anywhere in a session' }).fill(mark);
    await say(1);
    for (const n of [2, 3, 4]) {
      wire.pull(true);
      await expect(page.getByText('Reconnecting…')).toBeVisible();
      await say(n);
      wire.pull(false);
      await expect(page.getByText('Up to date')).toBeVisible();
      await say(n + 0.5);
    }
    for (const i of cookies.keys()) {
      await expect(page.getByRole('row').filter({ hasText: `${mark} ${i} news 4.5` })).toHaveCount(1);
    }
    await expect(page.getByText(`${cookies.length} of`)).toBeVisible();
  } finally {
    wire.close();
  }
});
