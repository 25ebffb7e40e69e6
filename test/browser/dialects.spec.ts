// Both dialects, the snippets, and pages that are not as one would like them (tracking-sdk.md §1, §2, §5).
import { deployment, expect, init, test } from './site';

test('one script serves both dialects with one customer', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ac('record', 'first'); ac('record', 'second');`)
      + site.genesys(`Genesys('command', 'Journey.record', { eventName: 'third' });`),
  };
  await site.visit('/');
  await site.only('first', 'second', 'third');
  expect(new Set(site.events.map((event) => event.customerCookieId)).size).toBe(1);
  expect(site.fetched.filter((name) => name.endsWith('.js'))).toHaveLength(2); // the page loads it twice
  expect(site.fetched.filter((name) => name.endsWith('config.json'))).toHaveLength(1); // one tracker runs
});

test('a snippet may call its function as it likes', async ({ site }) => {
  site.documents['*'] = { head: site.ac(`ac = undefined`).replaceAll(`'ac'`, `'track'`).replace('ac = undefined', `
    track('init', '${deployment}'); track('record', 'renamed');`) };
  await site.page.goto('https://www.velo-shop.example/');
  await site.arrived(1);
});

test('a page without inline scripts names its deployment in the element', async ({ site }) => {
  site.config = { id: deployment, journeyEvents: { enabled: true, pageviewConfig: 'Auto' } };
  site.documents['*'] = {
    headers: {
      'Content-Security-Policy':
        `default-src 'none'; script-src ${site.server} 'self'; connect-src ${site.server}; img-src data:`,
    },
    head: `<script async src="${site.server}/sojourn.js" data-deployment="${deployment}"></script>
      <script>window.inline = true</script><script src="/page.js"></script>`,
  };
  site.documents['/page.js'] = { script: `addEventListener('load', () => ac('record', 'own_script'))` };
  await site.visit('/');
  await expect.poll(() => site.names.toSorted()).toEqual(['own_script', 'page_viewed']);
  expect(await site.page.evaluate(() => 'inline' in window)).toBe(false);
});

test('what is called ac but is no snippet stays what it is', async ({ site }) => {
  site.documents['*'] = { head: `<script>window.ac = { air: 'conditioning' }</script>` + site.genesys() };
  await site.page.goto('https://www.velo-shop.example/');
  await site.page.waitForFunction(() => !(window as any).Genesys.t);
  expect(await site.page.evaluate(() => (window as any).ac.air)).toBe('conditioning');
});

test('unknown and broken calls get a warning and no more', async ({ site }) => {
  const warnings: string[] = [];
  site.page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  site.documents['*'] = { head: site.ac(init) };
  await site.visit('/');
  await site.run(`
    ac(); ac('dance'); ac('toString'); ac('__proto__'); ac(null, undefined); ac('load', 'autotrackMoon');
    ac('forms:track', '((('); ac('forms:track', null, null); ac('record'); ac('record', 'no blanks please');
    ac('load', 'autotrackClick', { clickEvents: 7 }); ac('load', 'autotrackInViewport', null);
    ac('on'); ac('off', {}); ac('pageview', 7, 'x', null); ac('pageview', { location: 'http://[' });
    Genesys(); Genesys('command'); Genesys('command', 'Messenger.open'); Genesys('subscribe', 'Database.ready');
    Genesys('command', 'Journey.record'); Genesys('command', 'Journey.pageview', null);
  `);
  await site.only('page_viewed', 'page_viewed');
  expect(warnings.filter((text) => text.startsWith('Sojourn:')).length).toBeGreaterThan(10);
});

test('callbacks and subscriptions are called, and their errors stay theirs', async ({ site }) => {
  site.answer = ({ body }) => body.eventName === 'refused' ? { status: 400, body: {} } : { body: { session: {} } };
  site.documents['*'] = {
    head: site.genesys(`
      window.told = [];
      const tell = (what) => () => { told.push(what); throw new Error('of the page'); };
      Genesys('subscribe', 'Journey.ready', tell('ready'));
      Genesys('command', 'Journey.record', { eventName: 'good' }, tell('recorded'), tell('failed'));
      Genesys('command', 'Journey.record', { eventName: 'refused' }, tell('recorded'), tell('not recorded'));
      Genesys('command', 'Journey.trackIdleEvents', { idleEvents: [] }, tell('loaded'));
    `),
  };
  await site.visit('/');
  await site.run(`ac('pageview', {}, {}, tell('viewed')); ac('record', 'x', {}, { callback: tell('option') });
    ac('load', 'autotrackIdle', {}, tell('active')); Genesys('subscribe', 'Journey.ready', tell('ready again'))`);
  await expect.poll(() => site.page.evaluate(() => (window as any).told.toSorted())).toEqual(
    ['active', 'loaded', 'not recorded', 'option', 'ready', 'ready again', 'recorded', 'viewed']);
});

test('options are told from attributes', async ({ site }) => {
  site.documents['*'] = { head: site.ac(`${init}
    ac('record', 'signed_up', { mail: 'gwen@example.com', plan: 'gold' },
      { traitsMapper: [{ fieldName: 'mail', traitName: 'email' }] });
    ac('pageview', { plan: 'blue' }, { traitsMapper: [{ fieldName: 'plan' }] });`) };
  await site.visit('/');
  await site.arrived(2);
  expect(site.events[0]).toMatchObject({
    attributes: { plan: { value: 'gold' } }, traits: { email: { dataType: 'string', value: 'gwen@example.com' } },
  });
  expect(site.events[0].attributes.mail).toBeUndefined();
  expect(site.events[1]).toMatchObject({ traits: { plan: { value: 'blue' } } });
  expect(site.events[1].attributes).toBeUndefined();
});

test('a deployment is tracked as it is configured', async ({ site }) => {
  site.config = {
    id: deployment,
    journeyEvents: {
      enabled: true,
      pageviewConfig: 'Once',
      clickEvents: [{ selector: '#buy', eventName: 'bought' }],
      inViewportEvents: [{ selector: '#buy', eventName: 'saw_button' }],
      formsTrackEvents: [{ selector: 'form', formName: 'News', captureDataOnFormSubmit: true }],
    },
  };
  site.documents['*'] = {
    head: site.genesys(),
    body: `<button id="buy">Buy</button><form onsubmit="return false"><input name="mail"><button>Go</button></form>`,
  };
  await site.visit('/');
  await site.arrived(2);
  await site.page.click('#buy');
  await site.page.fill('[name=mail]', 'x');
  await site.page.click('form button');
  await site.page.evaluate(() => history.pushState(null, '', '/other'));
  await site.arrived(5);
  await site.only('page_viewed', 'saw_button', 'bought', 'news_submitted', 'saw_button');
  expect(site.events[3].attributes).toMatchObject({ form_mail: { value: 'x' }, formName: { value: 'News' } });
});

for (const [why, config] of Object.entries({
  'does not exist': { status: 404, body: { code: 'not.found' } },
  'does not track': { body: { id: deployment, journeyEvents: { enabled: false } } },
})) {
  test(`nothing is sent or kept for a deployment that ${why}`, async ({ site, context }) => {
    site.configAnswer = () => config;
    site.documents['*'] = { head: site.ac(`${init} ac('pageview');`) };
    const warned = site.page.waitForEvent('console', (message) => message.text().includes('not tracked'));
    await site.visit('/');
    await warned;
    await site.run(`ac('record', 'later')`);
    await site.visit('/again');
    expect(site.sent).toEqual([]);
    expect(await context.cookies()).toEqual([]);
  });
}

test('events go to the deployment that the configuration of an organisation names', async ({ site }) => {
  site.config = { id: 'd0d0d0d0-1111-4222-8333-444444444444', journeyEvents: { enabled: true } };
  site.documents['*'] = { head: site.ac(`ac('init', 'an/organisation'); ac('pageview');`) };
  const request = site.page.waitForRequest(/webevents/);
  await site.visit('/');
  expect((await request).url()).toContain('/journey/deployments/d0d0d0d0-1111-4222-8333-444444444444/webevents');
  expect(site.fetched).toContain('/webdeployments/v1/deployments/an%2Forganisation/config.json');
  await site.only('page_viewed');
});

test('web actions are told once, and reported', async ({ site }) => {
  const id = 'ac700000-1111-4222-8333-444444444444';
  site.pong = { actions: [{ id, mediaType: 'contentOffer', actionMapId: 'm' }], pollIntervalMilliseconds: 10_000 };
  site.answer = ({ path }) => path === 'actionevent' ? { status: 204 } : { body: { session: { id: 's' } } };
  site.documents['*'] = { head: site.ac(`${init} ac('pageview'); window.told = [];
    ac('on', 'contentOffer:qualified', (e) => told.push(e.actionState));
    ac('once', 'contentOffer', 'offered', (e) => told.push(e));`) };
  await site.page.clock.install();
  await site.visit('/');
  await site.run(`Genesys('subscribe', 'Journey.qualifiedContentOffer', (e) => told.push(e.data.id))`);
  await site.arrived(1);
  await expect.poll(async () => {
    await site.page.clock.runFor(10_000);
    return site.pings.length;
  }).toBeGreaterThan(1);
  await site.run(`Genesys('command', 'Journey.recordActionStateChange',
    { actionId: '${id}', actionState: 'offered' }, () => told.push('reported'))`);
  await expect.poll(() => site.page.evaluate(() => (window as any).told)).toEqual(['qualified', id, {
    actionId: id, actionState: 'offered', actionMediaType: 'contentOffer', actionMapId: 'm', customerIdType: 'cookie',
  }, 'reported']);
  expect(site.sent.find(({ path }) => path === 'actionevent')?.body)
    .toEqual({ sessionId: 's', actionId: id, actionState: 'offered' });
});
