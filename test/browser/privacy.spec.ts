// Consent and privacy signals (tracking-sdk.md §8).
import { deployment, expect, init, test } from './site';

const refusing = `ac('init', '${deployment}', { consent: false });`;

test('without consent nothing is sent, fetched or kept, until it is given', async ({ site, context }) => {
  site.documents['*'] = { head: site.ac(`${refusing} ac('pageview');
    ac('load', 'autotrackClick', { clickEvents: [{ selector: 'body', eventName: 'clicked' }] });`),
    body: 'click here',
  };
  await site.visit('/');
  await site.page.click('body');
  await site.visit('/again');
  expect(site.sent).toEqual([]);
  expect(site.fetched.filter((name) => name.endsWith('.json'))).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  expect(await site.page.evaluate(() => localStorage.length)).toBe(0);

  await site.run(`ac('consent', true)`);
  await site.page.click('body');
  await site.only('clicked');
});

test('consent that is withdrawn ends everything and forgets', async ({ site, context }) => {
  site.documents['*'] = { head: site.ac(`${init} ac('pageview');
    ac('load', 'autotrackClick', { clickEvents: [{ selector: 'body', eventName: 'clicked' }] });`),
    body: 'click here',
  };
  await site.visit('/');
  await site.arrived(1);
  await expect.poll(async () => (await context.cookies()).map(({ name }) => name)).toContain('_actms');
  await site.run(`ac('consent', false); ac('record', 'secret')`);
  await site.page.click('body');
  expect(await context.cookies()).toEqual([]);
  await site.run(`ac('consent', true)`);
  await site.only('page_viewed');
  expect(site.events[1].customerCookieId).not.toBe(site.events[0].customerCookieId);
});

test('consent that is withdrawn before the script is there counts', async ({ site }) => {
  site.documents['*'] = { head: site.ac(`${init} ac('pageview'); ac('consent', false); ac('record', 'x');`) };
  await site.visit('/');
  await site.run(`ac('consent', true)`);
  await site.only();
});

test('destroy stops but keeps the id; forget deletes it', async ({ site, context }) => {
  site.documents['*'] = { head: site.ac(`${init} ac('pageview');`) };
  await site.visit('/');
  await site.arrived(1);
  const id = async () => (await context.cookies()).find(({ name }) => name === '_actmu')?.value;
  const before = await id();
  await site.run(`ac('destroy'); ac('record', 'lost')`);
  expect(await id()).toBe(before);
  await site.run(`${init} ac('record', 'back')`);
  await site.only('page_viewed', 'back');
  await site.run(`ac('forget')`);
  expect(await id()).toBeUndefined();
});

for (const [signal, code] of Object.entries({
  'Global Privacy Control': `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })`,
  'Do Not Track': `Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' })`,
})) {
  test(`${signal} is respected until consent is given`, async ({ site, context }) => {
    await site.page.addInitScript(code);
    const journeyEvents = { enabled: true, pageviewConfig: 'Auto' };
    site.config = { id: deployment, respectPrivacySignals: true, journeyEvents };
    site.documents['*'] = { head: site.genesys(`Genesys('command', 'Journey.record', { eventName: 'early' });`) };
    await site.visit('/');
    await site.run(`ac('record', 'late')`);
    await site.visit('/again');
    await expect.poll(() => site.fetched.filter((name) => name.endsWith('.json')).length).toBe(2);
    expect(await context.cookies()).toEqual([]);
    await site.run(`ac('consent', true)`);
    await site.only('page_viewed'); // the page that he is on
  });

  test(`${signal} does not cost a page what it has loaded`, async ({ site }) => {
    await site.page.addInitScript(code);
    site.documents['*'] = { head: site.ac(`${init} ac('load', 'autotrackClick', {
      clickEvents: [{ selector: 'body', eventName: 'clicked' }] });`),
    body: 'click here',
  };
    const fetched = site.page.waitForResponse(/config\.json/);
    await site.visit('/');
    await fetched;
    await site.page.click('body');
    await site.run(`ac('consent', true)`);
    await site.page.click('body');
    await site.only('clicked');
  });

  test(`${signal} is ignored by a deployment that says so`, async ({ site }) => {
    await site.page.addInitScript(code);
    site.config = { id: deployment, respectPrivacySignals: false, journeyEvents: { enabled: true } };
    site.documents['*'] = { head: site.ac(`${init} ac('pageview');`) };
    await site.visit('/');
    await site.only('page_viewed');
  });
}

test('pages of other domains are not tracked', async ({ site }) => {
  const initFor = (domain: string) => `ac('init', '${deployment}', { allowedDomains: ['${domain}'] });`;
  site.documents['*'] = { head: site.ac(`${initFor('shop.example')} ac('record', 'refused');`) };
  await site.visit('/');
  await site.run(`${initFor('Velo-shop.example')} ac('record', 'admitted')`);
  await site.only('admitted');
});
