// What stays in the browser (tracking-sdk.md §7).
import { deployment, expect, init, shop, test } from './site';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const year = 365 * 24 * 3600;

test('the customer has a cookie of the whole site, for a year', async ({ site, context }) => {
  site.documents['*'] = { head: site.ac(`${init} ac('pageview');`) };
  await site.visit('/');
  await site.arrived(1);
  await expect.poll(async () => (await context.cookies()).map(({ name }) => name).toSorted())
    .toEqual(['_actcc', '_actms', '_actmu', '_actts', '_actvc']);
  const cookies = Object.fromEntries((await context.cookies()).map((cookie) => [cookie.name, cookie]));
  expect(cookies._actmu).toMatchObject({
    value: site.events[0].customerCookieId, domain: '.velo-shop.example', path: '/', sameSite: 'Lax', secure: true,
  });
  expect(cookies._actmu!.value).toMatch(uuid);
  const lives = (name: string) => cookies[name]!.expires - Date.now() / 1000;
  expect(Math.abs(lives('_actmu') - year)).toBeLessThan(60);
  expect(Math.abs(lives('_actms') - 20 * 60)).toBeLessThan(60);
  expect(cookies._actms!.value).toBe('a0a0a0a0-0000-4000-8000-000000000001');
});

test('visits and beacons are counted', async ({ site, context }) => {
  let session = 'a0a0a0a0-0000-4000-8000-000000000001';
  site.answer = () => ({ body: { session: { id: session } } });
  site.documents['*'] = { head: site.ac(`${init} ac('pageview'); ac('record', 'x', {}, () => window.done = 1);`) };
  const value = async (name: string) => (await context.cookies()).find((cookie) => cookie.name === name)?.value;
  const visit = async () => {
    await site.visit('/');
    await site.page.waitForFunction(() => (window as any).done);
  };
  await visit();
  expect([await value('_actcc'), await value('_actvc')]).toEqual(['2.1.2.1', '1']);
  await visit();
  expect([await value('_actcc'), await value('_actvc')]).toEqual(['4.2.4.2', '1']);
  session = 'a0a0a0a0-0000-4000-8000-000000000002';
  await visit();
  expect([await value('_actcc'), await value('_actvc')]).toEqual(['2.1.6.3', '2']);
  const [first, previous, current] = (await value('_actts'))!.split('.').map(Number);
  expect([first! <= previous!, previous! <= current!, current! <= Date.now()]).toEqual([true, true, true]);
});

test('an id that is there is kept, and dead cookies go', async ({ site, context }) => {
  const old = '1234567.89.1600000000.42';
  await context.addCookies(Object.entries({ _actmu: old, _actmi: 'x', _actmh: 'y' })
    .map(([name, value]) => ({ name, value, domain: '.velo-shop.example', path: '/' })));
  site.documents['*'] = { head: site.ac(`${init} ac('pageview');`) };
  await site.visit('/');
  await site.arrived(1);
  expect(site.events[0].customerCookieId).toBe(old);
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).toContain('_actmu');
  expect(names).not.toContain('_actmi');
  expect(names).not.toContain('_actmh');
});

test('an id of the Messenger is taken over from local storage', async ({ site, context }) => {
  const old = 'b0b0b0b0-1111-4222-8333-444444444444';
  await site.page.addInitScript((id) => localStorage.setItem('_actmu', id), old);
  site.documents['*'] = { head: site.genesys(`Genesys('command', 'Journey.pageview');`) };
  await site.visit('/');
  await site.arrived(1);
  expect(site.events[0].customerCookieId).toBe(old);
  expect((await context.cookies()).find(({ name }) => name === '_actmu')?.value).toBe(old);
});

test('a broken id is replaced', async ({ site, context }) => {
  await context.addCookies([{ name: '_actmu', value: '%3Cscript%3E', url: shop }]);
  site.documents['*'] = { head: site.ac(`${init} ac('pageview');`) };
  await site.visit('/');
  await site.arrived(1);
  expect(site.events[0].customerCookieId).toMatch(uuid);
});

test('the options of init hold', async ({ site, context }) => {
  site.documents['*'] = { head: site.ac(`ac('init', '${deployment}', {
    cookiePrefix: 'velo', cookieDomain: 'www.velo-shop.example', cookieExpires: 60 }); ac('pageview');`) };
  await site.visit('/');
  await site.arrived(1);
  const cookie = (await context.cookies()).find(({ name }) => name === 'velo_actmu');
  expect(cookie?.domain).toBe('.www.velo-shop.example');
  expect(cookie!.expires - Date.now() / 1000).toBeLessThan(61);
});

test('local storage serves if it is asked for, or if cookies are refused', async ({ site, context }) => {
  site.documents['*'] = { head: site.ac(`ac('init', '${deployment}', { storage: 'local' }); ac('pageview');`) };
  await site.visit('/');
  await site.arrived(1);
  expect(await context.cookies()).toEqual([]);

  await site.page.addInitScript(() => Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} }));
  site.documents['*'] = { head: site.ac(`${init} ac('record', 'x', { plan: 'gold' });`) };
  await site.visit('/');
  await site.arrived(2);
  expect(site.events[1]).toMatchObject({
    customerCookieId: site.events[0].customerCookieId, attributes: { plan: { value: 'gold' } },
  });
});

test('where nothing can be kept, the id lives as long as the page and nothing else is told', async ({ site }) => {
  await site.page.addInitScript(() => {
    const refuse = () => { throw new DOMException('blocked', 'SecurityError'); };
    Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse });
    Object.defineProperty(window, 'localStorage', { get: refuse });
  });
  site.documents['*'] = { head: site.ac(`ac('init', '${deployment}', { globalTraitsMapper: [{ fieldName: 'mail' }] });
    ac('pageview'); ac('record', 'x', { plan: 'gold', mail: 'gwen@example.com' });`) };
  await site.visit('/');
  await site.arrived(2);
  expect(site.events[0].customerCookieId).toMatch(uuid);
  expect(site.events[1].customerCookieId).toBe(site.events[0].customerCookieId);
  expect(site.events[1].attributes ?? site.events[1].traits).toBeUndefined();
});
