// The other pages, and what holds on all of them.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type Console } from './console';

/** gwen makes a customer with sessions of all kinds, and returns the id of her contact. */
function gwen(console: Console): string {
  const seed = path.resolve(import.meta.dirname, '../../../web/console/dev/seed.mjs');
  return execFileSync(process.execPath, [seed, console.server.url], { encoding: 'utf8' }).trim();
}

test('a session: its events, as it was at each, and why', async ({ console, page }) => {
  const customerCookieId = randomUUID();
  const outcome = await console.ask('POST', '/api/v2/journey/outcomes', {
    displayName: `Order ${customerCookieId.slice(0, 8)}`,
    journey: {
      patterns: [
        {
          criteria: [{ key: 'page.hostname', values: ['www.velo-shop.example'] }],
          count: 1,
          streamType: 'Web',
          sessionType: 'web',
          eventName: `order_${customerCookieId.slice(0, 4)}`,
        },
      ],
    },
  });
  const first = new Date(Date.now() - 60_000).toISOString();
  const { id } = await console.visit({
    customerCookieId,
    createdDate: first,
    page: { title: 'Begins here' },
  });
  await console.visit({
    customerCookieId,
    eventName: `order_${customerCookieId.slice(0, 4)}`,
    page: { title: 'Ordered' },
    attributes: { total: 59.5, sku: 'LIGHT' },
  });
  await console.open(`/sessions/${id}`);
  await expect(page.getByText('Outcome achieved')).toBeVisible();
  await expect(page.getByRole('heading', { name: '3 entries' })).toBeVisible();
  const why = page.getByRole('region', { name: 'Why it is so' });
  await expect(why.getByText('so the event opened its own')).toBeVisible();
  await page.getByText('2 more details').click();
  await expect(page.getByText('LIGHT')).toBeVisible();

  await console.visit({ customerCookieId, page: { title: 'Comes while open' } });
  await expect(page.getByRole('region', { name: 'Events' }).getByText('Comes while open')).toBeVisible();
  await expect(page.getByRole('heading', { name: '4 entries' })).toBeVisible();

  await page.getByRole('slider').focus();
  await page.keyboard.press('Home');
  const facts = page.getByRole('region', { name: 'The session' });
  await expect(facts.getByRole('heading', { name: 'As it was' })).toBeVisible();
  await expect(facts.getByText('Begins here')).toBeVisible();
  await expect(facts.getByText(outcome.displayName)).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(facts.getByText(outcome.displayName)).toBeVisible();

  await why.getByText(outcome.displayName).click();
  await expect(why.getByText('matched', { exact: true })).toBeVisible();
  await page.getByText('As JSON').click();
  await expect(page.getByRole('region', { name: 'Session as JSON' })).toContainText(`"id": "${id}"`);
});

test('a short id leads to its session', async ({ console, page }) => {
  const { id } = await console.visit();
  const { shortId } = await console.ask('GET', `/api/v2/journey/sessions/${id}`);
  await console.open();
  const box = page.getByRole('searchbox', { name: 'Short id or session id' });
  await box.fill(shortId);
  await box.press('Enter');
  await expect(page).toHaveURL(`${console.address}/sessions/${id}`);
  await box.fill('12');
  await box.press('Enter');
  await expect(page.getByText('A short id has 4 to 6 digits')).toBeVisible();
});

test('a customer: all kinds of sessions on one axis', async ({ console, page }) => {
  const contact = gwen(console);
  await console.open(`/customers/${contact}`);
  await expect(page.getByRole('heading', { name: 'Gwen Marlow' })).toBeVisible();
  const axis = page.getByRole('region', { name: /one time axis/ });
  await expect(axis.getByRole('link')).toHaveCount(7);
  await expect(axis.getByRole('link', { name: /Voice, answered/ })).toBeVisible();
  await expect(page.getByText('Delivery moved to Friday')).toBeVisible();
  await axis.getByRole('link', { name: /^Delivery/ }).click();
  await expect(page.getByText('Delivery session')).toBeVisible();
  await expect(page.getByRole('link', { name: /^WMBK0620/ })).toHaveAttribute(
    'href',
    /^https:\/\/tms.example.com/,
  );
});

test('an outcome: backtest before saving, a stale version, deletion', async ({ console, page }) => {
  const name = `Goal ${randomUUID().slice(0, 8)}`;
  await console.visit();
  await console.open('/outcomes/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('button', { name: 'Backtest' }).click();
  await expect(page.getByText('events read in').or(page.getByText('event read in'))).toBeVisible();
  await expect(page.getByRole('img', { name: /^Sessions a day/ })).toBeVisible();
  await page.getByRole('button', { name: 'Create the outcome' }).click();
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { name }), 'it is read before it is changed elsewhere').toBeVisible();

  const id = new URL(page.url()).pathname.split('/').at(-1);
  await console.ask('PATCH', `/api/v2/journey/outcomes/${id}`, {
    displayName: name,
    description: 'theirs',
    version: 1,
  });
  await page.getByLabel('Description').fill('mine');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody has changed this outcome')).toBeVisible();
  await page.getByRole('button', { name: 'Overwrite theirs' }).click();
  await expect(page.getByRole('heading', { name: 'Outcomes', exact: true })).toBeVisible();
  expect((await console.ask('GET', `/api/v2/journey/outcomes/${id}`)).description).toBe('mine');

  await page.getByRole('link', { name }).first().click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'Outcomes', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  console.complaints.length = 0; // the browser tells of the 409
});

test('settings: a deployment with its snippets, a session type, a client', async ({ console, page }) => {
  await console.open('/settings');
  const name = `Shop ${randomUUID().slice(0, 8)}`;
  await page.getByRole('button', { name: 'New deployment' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Allowed domains').fill('shop.example.com\nblog.example.com');
  await page.getByRole('button', { name: 'Create' }).click();
  const card = page.getByRole('article', { name });
  await expect(card).toContainText('From shop.example.com, blog.example.com');
  await expect(card.getByRole('region')).toContainText(`${console.address}/genesys-bootstrap/genesys.min.js`);
  await card.getByRole('button', { name: 'Journey SDK' }).click();
  await expect(card.getByRole('region')).toContainText("ac('init', '");

  await page.getByRole('button', { name: 'New client' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'May look at everything' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('region', { name: 'Client id and secret' })).toContainText('secret');
});

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}`;

test('nothing from an event becomes HTML, a link or a script', async ({ console, page }) => {
  const customerCookieId = randomUUID();
  const { id } = await console.visit({
    customerCookieId,
    page: {
      url: `https://www.velo-shop.example/a?x=${encodeURIComponent(hostile)}#<svg onload=alert(3)>`,
      title: hostile,
    },
    referrerUrl: 'https://evil.example/"><script>alert(4)</script>',
    searchQuery: hostile,
    attributes: { hostile },
    traits: { givenName: hostile, email: `${customerCookieId}@mail.example` },
  });
  await console.ask('POST', '/api/v2/journey/customevents', {
    eventName: 'sent',
    sessionType: 'delivery',
    sessionExternalId: hostile,
    customerId: `${customerCookieId}@mail.example`,
    customerIdType: 'email',
    attributes: { hostile },
    createdDate: new Date().toISOString(),
  });
  const { externalContact } = await console.ask('GET', `/api/v2/journey/sessions/${id}`);
  await console.open();
  const inert = async (where: string) => {
    await expect(page.getByText('<img src=x onerror=alert(1)>').first(), where).toBeVisible();
    expect(await page.locator('img, main script, iframe, object, [onerror], [onload]').count(), where).toBe(
      0,
    );
    expect(await page.locator('a[href^="javascript:" i], a[href*="evil.example"]').count(), where).toBe(0);
  };
  await inert('live');
  await page.goto(`${console.address}/sessions/${id}`);
  await page.getByText('more details').click();
  await page.getByText('As JSON').click();
  await inert('session');
  await page.goto(`${console.address}/customers/${externalContact.id}`);
  await inert('customer');
});

test('the keyboard is enough', async ({ console, page }) => {
  const title = randomUUID();
  const { id } = await console.visit({ page: { title } });
  await console.open(`/?text=${title}`);
  await expect(page.getByRole('row').filter({ hasText: title })).toBeVisible();
  await page.locator('body').press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  const row = page.getByRole('row').filter({ hasText: title }).getByRole('link');
  for (let i = 0; i < 20 && !(await row.evaluate((e) => e === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${console.address}/sessions/${id}`);
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** violations is what axe finds against WCAG A and AA. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const found = await (window as any).axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return found.violations.flatMap((v: any) =>
      v.nodes.map((n: any) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary}`),
    );
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const) {
    test(`pages in ${colorScheme} at ${width} pixels: axe finds nothing, nothing is cut off`, async ({
      console,
      page,
    }, info) => {
      test.setTimeout(90_000);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      const contact = gwen(console);
      const [{ id: segment }] = [
        await console.ask('POST', '/api/v2/journey/segments', {
          displayName: `Looks at bicycles ${randomUUID().slice(0, 4)}`,
          color: '#1f6feb',
          context: {
            patterns: [{ criteria: [{ entityType: 'visit', key: 'device.category', values: ['desktop'] }] }],
          },
          journey: {
            patterns: [
              {
                criteria: [{ key: 'page.pathname', operator: 'startsWith', values: ['/bikes'] }],
                count: 1,
                streamType: 'Web',
                sessionType: 'web',
                eventName: 'page_viewed',
              },
            ],
          },
        }),
      ];
      const { id: session } = await console.visit();
      const pages: Record<string, string> = {
        live: '/',
        session: `/sessions/${session}`,
        customers: '/customers',
        customer: `/customers/${contact}`,
        segments: '/segments',
        segment: `/segments/${segment}`,
        outcomes: '/outcomes',
        outcome: '/outcomes/new',
        health: '/health',
        settings: '/settings',
      };
      await page.goto(console.address);
      await page.getByRole('button', { name: 'Open the console' }).waitFor();
      expect.soft(await violations(page), 'signin').toEqual([]);
      await console.open();
      for (const [name, address] of Object.entries(pages)) {
        await page.goto(console.address + address);
        await page.getByRole('main').getByRole('heading').first().waitFor();
        await page.waitForLoadState('load');
        await expect(page.getByText(/^(Loading|Reading|Looking who)/)).toHaveCount(0);
        expect.soft(await violations(page), name).toEqual([]);
        expect
          .soft(
            await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
            `${name} is too wide`,
          )
          .toBeLessThanOrEqual(0);
        await page.screenshot({ path: info.outputPath(`${name}.png`), fullPage: true });
      }
    });
  }
}
