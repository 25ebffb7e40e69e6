// The tracker against the real server, in the shop that a person can click through.
import { expect, test } from '@playwright/test';
import { api, startServer, startShop, type Program } from './program';

let server: Program;
let shop: Program;

test.beforeAll(async () => {
  server = await startServer();
  shop = await startShop(server);
});

test.afterAll(async () => {
  await shop?.stop();
  await server?.stop();
});

test('a visit to the shop becomes a session', async ({ page, context }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('response', (response) => {
    const { url, status } = { url: response.url(), status: response.status() };
    if (url.startsWith(server.url) && status > 299) errors.push(`${status} ${url}`);
  });

  await page.goto(shop.url);
  await page.getByRole('link', { name: 'City bikes' }).click();
  await page.getByRole('link', { name: /Sizzler/ }).click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('searchbox').fill('helmet');
  await page.getByRole('searchbox').press('Enter');
  await page.waitForURL(/search/);
  await page.getByRole('link', { name: /Build your bike/ }).click();
  await page.getByRole('button', { name: 'Diamond' }).click();
  await page.getByRole('button', { name: 'Eight' }).click();
  await page.goBack();
  await page.goto(`${shop.url}/help/contact`);
  await page.locator('#contact [name=message]').fill('no, wait');
  await page.goto(`${shop.url}/checkout`);
  for (const [name, value] of Object.entries({ givenName: 'Gwen', familyName: 'Doe', email: 'gwen@example.com' })) {
    await page.locator(`#checkout [name=${name}]`).fill(value);
  }
  await page.locator('#card').fill('4111 1111 1111 1111');
  await page.locator('#password').fill('s3cret');
  await page.getByRole('button', { name: 'Order' }).click();
  await page.waitForURL(/thank-you/);
  await expect(page.getByText(/Your order VS-/)).toBeVisible();

  const ask = await api(server);
  const session = () => context.cookies().then((all) => all.find(({ name }) => name === '_actms')?.value);
  await expect.poll(session).toMatch(/^[0-9a-f-]{36}$/);
  const events = async () => {
    const { entities } = await ask(`/api/v2/journey/sessions/${await session()}/events?pageSize=200`);
    return entities.map(({ webEvent }: any) => webEvent).filter(Boolean);
  };
  const names = async () => (await events()).map(({ eventName }: any) => eventName);
  await expect.poll(names).toContain('order_completed');
  // Each page is viewed before anything else happens on it, and every event is told once.
  const told = (await events()).map(({ eventName, page: { pathname } }: any) => `${eventName} ${pathname}`);
  expect(told).toEqual([
    'page_viewed /', 'page_viewed /shop/city-bikes', 'page_viewed /shop/city-bikes/sizzler-1911',
    'product_viewed /shop/city-bikes/sizzler-1911', 'product_added /shop/city-bikes/sizzler-1911',
    'page_viewed /search', 'page_viewed /builder/frame', 'part_chosen /builder/frame', 'page_viewed /builder/gears',
    'part_chosen /builder/gears', 'page_viewed /builder/colour', 'page_viewed /builder/gears',
    'page_viewed /help/contact', 'contact_abandoned /help/contact', 'page_viewed /checkout',
    'checkout_started /checkout', 'scrolled_75 /checkout', 'checkout_submitted /checkout',
    'page_viewed /checkout/thank-you', 'order_completed /checkout/thank-you',
  ]);
  const submitted = (await events()).find(({ eventName }: any) => eventName === 'checkout_submitted');
  expect(Object.keys(submitted.attributes).toSorted()).toEqual(['formAction', 'formId', 'formName', 'form_shipping']);
  expect(submitted.traits).toMatchObject({ email: { value: 'gwen@example.com' }, givenName: { value: 'Gwen' } });
  const everything = JSON.stringify(await events());
  for (const secret of ['4111', 's3cret', 'no, wait']) expect(everything).not.toContain(secret);
  expect(errors).toEqual([]);
});

test('a page works on while its server is away, and tells it afterwards', async ({ page }) => {
  const recorded: string[] = [];
  page.on('response', (response) => {
    if (!response.ok() || !response.url().endsWith('/webevents')) return;
    recorded.push(response.request().postDataJSON().eventName);
  });
  await page.clock.install();
  await page.route(`${server.url}/api/**`, (route) => route.abort());
  await page.goto(shop.url);
  await page.getByRole('link', { name: 'E-bikes' }).click();
  await expect(page.getByRole('heading', { name: 'E-bikes' })).toBeVisible();
  await page.unroute(`${server.url}/api/**`);
  await expect.poll(async () => {
    await page.clock.runFor(30_000);
    return recorded;
  }).toContain('page_viewed');
});

test('a page of a deployment that is unknown works on', async ({ page }) => {
  await page.route(`${shop.url}/`, async (route) => {
    const body = (await (await route.fetch()).text()).replace(/11111111-1111-4111-8111-111111111111/g, 'unknown');
    await route.fulfill({ body, contentType: 'text/html' });
  });
  const warned = page.waitForEvent('console', (message) => message.text().includes('not tracked'));
  await page.goto(shop.url);
  await warned;
  await page.getByRole('link', { name: 'Bags' }).click();
  await expect(page.getByRole('heading', { name: 'Bags' })).toBeVisible();
});
