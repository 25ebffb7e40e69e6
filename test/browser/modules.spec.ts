// What tracks by itself (tracking-sdk.md §3).
import { expect, init, test } from './site';

test('clicks count on what is in an element, and on elements that come later', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ac('load', 'autotrackClick', { clickEvents: [
      { selector: '(((', eventName: 'never' },
      { selector: '.buy', eventName: 'bought', customAttributes: { sku: 'SZR1911' } },
    ] });`),
    body: `<div onclick="event.stopPropagation()"><button class="buy"><b>Buy</b></button></div><i>else</i>`,
  };
  await site.visit('/');
  await site.page.click('.buy b');
  await site.page.click('i');
  await site.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<a class="buy late">too</a>'));
  await site.page.click('.late');
  await site.run(`ac('unload', 'autotrackClick')`);
  await site.page.click('.late');
  await site.only('bought', 'bought');
  expect(site.events[0].attributes).toEqual({ sku: { dataType: 'string', value: 'SZR1911' } });
});

test('elements count when half of them is seen, once per page view', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ac('load', 'autotrackInViewport', { inViewportEvents: [
      { selector: '.offer', eventName: 'offer_seen' }] });`),
    body: `<p style="height: 3000px"></p><p class="offer" style="height: 200px"></p><p style="height: 3000px"></p>`,
  };
  await site.visit('/');
  const offer = site.page.locator('.offer').first();
  await offer.scrollIntoViewIfNeeded();
  await site.arrived(1);
  await site.page.evaluate(() => scrollTo(0, 0));
  await site.page.evaluate(() => document.body.insertAdjacentHTML('afterbegin', '<p class="offer">late</p>'));
  await site.arrived(2);
  await offer.scrollIntoViewIfNeeded();
  await site.page.evaluate(() => history.pushState(null, '', '/next'));
  await site.arrived(3);
  await site.only('offer_seen', 'offer_seen', 'offer_seen');
});

test('a depth is reached once per page view', async ({ site }) => {
  site.documents['*'] = {
    head: site.ac(`${init} ac('load', 'autotrackScrollDepth', { scrollDepthEvents: [
      { percentage: 50, eventName: 'half' }, { percentage: 100, eventName: 'whole' }] });`),
    body: `<p style="height: 5000px"></p>`,
  };
  await site.visit('/');
  const scroll = (to: number) => site.page.evaluate((top) => new Promise<void>((done) => {
    addEventListener('scroll', () => done(), { once: true });
    scrollTo(0, top);
  }), to);
  await scroll(3000);
  await scroll(100);
  await scroll(99999);
  await scroll(100);
  await site.page.evaluate(() => history.replaceState(null, '', '#next'));
  await site.run(`ac('record', 'between')`);
  await scroll(3000);
  await site.only('half', 'whole', 'between', 'half');
});

test('idle is told once, and again after activity', async ({ site }) => {
  await site.page.clock.install();
  site.documents['*'] = { head: site.ac(`${init} ac('load', 'autotrackIdle', { idleEvents: [
    { eventName: 'idle_default' }, { eventName: 'idle_20', idleAfter: 20 }] });`) };
  await site.visit('/');
  await site.page.clock.runFor(15_000);
  await site.page.keyboard.press('Shift');
  await site.page.clock.runFor(19_000);
  expect(site.names).toEqual([]);
  await site.page.clock.runFor(2_000);
  await site.arrived(1);
  await site.page.clock.runFor(120_000);
  await site.arrived(2);
  await site.page.mouse.move(5, 5);
  await site.page.clock.runFor(21_000);
  await site.only('idle_20', 'idle_default', 'idle_20');
});

test('a handler hears of each URL once, when the router is done', async ({ site }) => {
  site.documents['*'] = { title: 'One', head: site.ac(`${init} ac('load', 'autotrackUrlChange', {
    onUrlChange: (url) => { ac('pageview', { seen: url }); throw new Error('of the page'); } });`) };
  await site.visit('/one');
  await site.page.evaluate(() => {
    history.pushState({}, '', '/two');
    history.replaceState({}, '', '/two?sorted=1');
    history.replaceState({ only: 'state' }, '');
    document.title = 'Two';
  });
  await site.arrived(1);
  await site.page.goBack();
  await site.arrived(2);
  await site.only('page_viewed', 'page_viewed');
  const [one, two] = ['https://www.velo-shop.example/one', 'https://www.velo-shop.example/two?sorted=1'];
  expect(site.events.map(({ page, referrerUrl, attributes }) => [page.url, referrerUrl, attributes?.seen.value]))
    .toEqual([[two, one, two], [one, two, one], [one, two, undefined]]);
});

test('the history works as before', async ({ site }) => {
  site.documents['*'] = { head: site.ac(init) };
  await site.visit('/');
  expect(await site.page.evaluate(() => {
    try {
      history.pushState(null, '', 'https://elsewhere.example/');
    } catch (error) {
      return (error as Error).name;
    }
    return 'allowed';
  })).toBe('SecurityError');
  await site.page.evaluate(() => history.pushState({ kept: 1 }, '', '/state'));
  expect(await site.page.evaluate(() => history.state.kept)).toBe(1);
});
