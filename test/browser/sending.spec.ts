// How events travel (tracking-sdk.md §9).
import { expect, init, shop, test } from './site';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('events arrive in order, each with an id of its own', async ({ site }) => {
  site.documents['*'] = { head: site.ac(`${init} for (let i = 0; i < 20; i++) ac('record', 'n' + i);`) };
  await site.visit('/');
  await site.arrived(20);
  expect(site.names).toEqual(Array.from({ length: 20 }, (_, i) => `n${i}`));
  const ids = site.sent.map(({ id }) => id);
  expect(new Set(ids).size).toBe(20);
  ids.forEach((id) => expect(id).toMatch(uuid));
});

test('a server that fails is asked again after 1, 5 and 30 seconds, with the same event', async ({ site, page }) => {
  await page.clock.install();
  await page.addInitScript(() => {
    const { fetch } = window;
    const tries: number[] = [];
    Object.assign(window, { tries, fetch: (...args: Parameters<typeof fetch>) => {
      if (String(args[0]).endsWith('webevents')) tries.push(Date.now());
      return fetch(...args);
    } });
  });
  site.answer = ({ body }) => body.eventName === 'first' ? { status: 503 } : { body: {} };
  site.documents['*'] = { head: site.ac(`${init} ac('record', 'first'); ac('record', 'second');`) };
  await site.visit('/');
  await expect.poll(async () => {
    await page.clock.runFor(2000);
    return site.names;
  }, { timeout: 15_000 }).toEqual(['first', 'first', 'first', 'first', 'second']);
  expect(new Set(site.sent.slice(0, 4).map(({ id, body }) => id + body.createdDate)).size).toBe(1);

  const tries = await page.evaluate(() => (window as any).tries as number[]);
  const pauses = tries.slice(1, 4).map((at, i) => (at - tries[i]!) / 1000);
  for (const [i, least] of [1, 5, 30].entries()) {
    expect(pauses[i]).toBeGreaterThanOrEqual(least);
    expect(pauses[i]).toBeLessThan(least + 20); // the clock of the test goes in leaps
  }
});

test('what the server refuses is dropped', async ({ site }) => {
  site.answer = ({ body }) => body.eventName === 'bad' ? { status: 400, body: {} } : { body: {} };
  site.documents['*'] = { head: site.ac(`${init} ac('record', 'bad'); ac('record', 'good');`) };
  await site.visit('/');
  await site.only('bad', 'good');
});

test('an event that waits is dropped before it is too old', async ({ site }) => {
  await site.page.clock.install();
  site.answer = () => 'silent';
  site.documents['*'] = { head: site.ac(`${init} ac('record', 'stuck'); ac('record', 'old');`) };
  await site.visit('/');
  await site.arrived(1);
  await site.page.clock.runFor(56 * 60_000);
  site.answer = () => ({ body: {} });
  await site.run(`ac('record', 'new')`);
  site.dropConnections();
  await expect.poll(async () => {
    await site.page.clock.runFor(1000);
    return site.names.at(-1);
  }).toBe('new');
  expect(site.names).not.toContain('old');
});

test('a page works the same when the server is down', async ({ site, page }) => {
  site.configAnswer = () => 'down';
  site.documents['*'] = {
    head: site.ac(`${init} ac('pageview');`) + site.genesys(),
    body: `<form action="/thanks"><input name="a"><button>Go</button></form>`,
  };
  await site.visit('/');
  await page.evaluate(() => history.pushState(null, '', '/two'));
  await page.fill('input', 'x');
  await page.click('button');
  await page.waitForURL(`${shop}/thanks?a=x`);
});

test('a page works the same when the script is blocked', async ({ site, page }) => {
  site.scriptAnswer = () => 'down';
  site.documents['*'] = { head: site.ac(`${init} ac('pageview');`), body: '<a href="/next">next</a>' };
  await page.goto(shop);
  await page.evaluate(() => (window as any).ac('record', 'kept_in_the_stub'));
  await page.click('a');
  await page.waitForURL(`${shop}/next`);
});

test('a page works the same when its policy forbids the server', async ({ site, page }) => {
  site.documents['*'] = {
    headers: { 'Content-Security-Policy': `connect-src 'self'` },
    head: site.ac(`${init} ac('pageview');`),
    body: '<a href="/next">next</a>',
  };
  await site.visit('/');
  await page.click('a');
  await page.waitForURL(`${shop}/next`);
  expect(site.sent).toEqual([]);
});

test('what waits when the page is left goes as beacons, in order', async ({ site, page }) => {
  site.answer = ({ beacon }) => beacon ? { body: {} } : 'silent';
  site.documents['/'] = {
    head: site.ac(`${init} ac('record', 'under_way'); ac('record', 'waits'); ac('forms:track');`),
    body: '<form><input name="a"></form>',
  };
  site.documents['/next'] = {};
  await site.visit('/');
  await site.arrived(1);
  await page.fill('input', 'x');
  await page.goto(`${shop}/next`);
  await site.arrived(3);
  expect(site.sent.map(({ body, beacon }) => [body.eventName, beacon])).toEqual(
    [['under_way', false], ['waits', true], ['form_abandoned', true]]);
});

test('an event that waits for another try goes as a beacon', async ({ site, page }) => {
  site.answer = ({ beacon }) => beacon ? { body: {} } : { status: 500 };
  site.documents['/'] = { head: site.ac(`${init} ac('pageview');`) };
  site.documents['/next'] = {};
  await site.visit('/');
  await site.arrived(1);
  await page.waitForLoadState('networkidle');
  await page.goto(`${shop}/next`);
  await site.arrived(2);
  expect(site.sent[1]).toMatchObject({ beacon: true, body: { createdDate: site.events[0].createdDate } });
});

test('nothing leaves with the page before it is known whether a privacy signal counts', async ({ site, page }) => {
  await page.addInitScript(`Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })`);
  site.configAnswer = () => 'silent';
  site.documents['/'] = { head: site.ac(`${init} ac('pageview');`) };
  site.documents['/next'] = {};
  await site.visit('/');
  await page.goto(`${shop}/next`);
  expect(site.sent).toEqual([]);
});

test('the page pings while it is looked at, until the server has enough', async ({ site, page }) => {
  await page.clock.install();
  site.documents['*'] = { title: 'Shop', head: site.ac(`${init} ac('pageview');`) };
  await site.visit('/?q=1');
  await site.arrived(1);
  const pinged = (n: number) => expect.poll(async () => {
    await page.clock.runFor(5000);
    return site.pings.length;
  }).toBe(n);
  await pinged(1);
  expect(site.pings[0]).toMatchObject({
    path: `customers/${site.events[0].customerCookieId}/ping`,
    query: { dl: `${shop}/?q=1`, dt: 'Shop', sessionId: 'a0a0a0a0-0000-4000-8000-000000000001' },
  });
  expect(Number(site.pings[0]!.query.sinceLastBeaconMilliseconds)).toBeGreaterThanOrEqual(10_000);

  const look = (state: string) => page.evaluate((visible) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visible });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);
  await look('hidden');
  await page.clock.runFor(90_000);
  expect(site.pings).toHaveLength(1);
  site.pong = { actions: [], pollIntervalMilliseconds: -1 };
  await look('visible');
  await pinged(2);
  await page.clock.runFor(90_000);
  expect(site.pings).toHaveLength(2);
  await site.run(`ac('record', 'again')`);
  await site.arrived(2);
  await pinged(3);
});

test('a page that comes back from the cache of the browser goes on', async ({ site, page }) => {
  site.documents['*'] = { head: site.ac(`${init} ac('load', 'autotrackUrlChange');`) };
  await site.visit('/');
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await site.only('page_viewed');
});
