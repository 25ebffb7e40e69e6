// Values and pages that mean no good, or are merely strange.
import { expect, init, test } from './site';

test('values are brought into what the server takes, or dropped', async ({ site }) => {
  site.documents['*'] = { head: site.ac(`${init}
    ac('record', 'x', {
      '<b>bold</b>': '<script>alert(1)</' + 'script>', '1st': 1, '': 'x', ['n'.repeat(60)]: 'y', 'a.b': 'z',
      '__proto__x': 'p', constructor: 'c', huge: 1e300, tiny: -0.5, zero: 0, yes: true,
      long: 'ä'.repeat(2000), half: '\\ud800', nan: NaN, endless: Infinity, none: null, undef: undefined,
      f: () => 1, list: [1, 2], nested: { a: 1 }, date: new Date(0),
      typed: { dataType: 'integer', value: 12 }, wrong: { dataType: 'integer', value: '12.5' },
      flag: { dataType: 'boolean', value: 'TRUE' }, odd: { dataType: 'toString', value: 1 },
      exp: { dataType: 'number', value: '1e3' }, gone: { dataType: 'string', value: null },
    });`) };
  await site.visit('/');
  await site.arrived(1);
  const attributes = Object.entries<any>(site.events[0].attributes)
    .map(([name, { dataType, value }]) => [name, `${dataType} ${value}`]);
  expect(Object.fromEntries(attributes)).toEqual({
    _b_bold__b_: 'string <script>alert(1)</script>', _1st: 'integer 1', _: 'string x', ['n'.repeat(50)]: 'string y',
    a_b: 'string z', __proto__x: 'string p', constructor: 'string c', huge: 'number 1e+300',
    tiny: 'number -0.5', zero: 'integer 0', yes: 'boolean true', long: `string ${'ä'.repeat(1024)}`,
    half: 'string \ud800', typed: 'integer 12', wrong: 'string 12.5', flag: 'boolean TRUE', exp: 'number 1e3',
    odd: 'string 1',
  });
});

test('there are at most 50 attributes and 20 traits', async ({ site }) => {
  site.documents['*'] = { head: site.ac(`${init}
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => ['n' + i, i]));
    ac('record', 'x', many);
    const traitsMapper = Object.keys(many).map((fieldName) => ({ fieldName, traitName: 'a.' + fieldName }));
    ac('record', 'y', many, { traitsMapper });`) };
  await site.visit('/');
  await site.arrived(2);
  expect(Object.keys(site.events[0].attributes)).toHaveLength(50);
  expect(Object.keys(site.events[1].traits)).toHaveLength(20);
  expect(site.events[1].traits['a.n0']).toEqual({ dataType: 'integer', value: '0' });
});

test('what throws in the hands of the tracker throws nowhere else', async ({ site }) => {
  site.documents['*'] = { head: site.ac(init) };
  await site.visit('/');
  await site.run(`
    ac('record', 'getter', { get bad() { throw new Error('of the page'); } });
    ac('record', 'text', { bad: { dataType: 'string', get value() { throw new Error('of the page'); } } });
    ac('record', { toString() { throw new Error('of the page'); } });
    ac({ toString() { throw new Error('of the page'); } });
    const cyclic = {}; cyclic.cyclic = cyclic; ac('record', 'cyclic', cyclic);
  `);
  await site.only('cyclic');
});

test('a page that has broken its own tools is none the worse', async ({ site }) => {
  await site.page.addInitScript(() => {
    Object.defineProperty(window, 'IntersectionObserver', { value: undefined });
    Object.defineProperty(window, 'console', { value: undefined });
  });
  site.documents['*'] = {
    head: site.ac(`${init} ac('load', 'autotrackInViewport', { inViewportEvents: [{ selector: 'p', eventName: 'x' }] });
      ac('dance'); ac('pageview');`),
    body: '<form name="forms"></form><img name="title">',
  };
  await site.visit('/');
  await site.arrived(1);
});

test('the tracker adds nothing to the page but its two functions', async ({ site }) => {
  site.documents['*'] = { head: site.ac(init) };
  await site.page.goto('https://www.velo-shop.example/');
  await site.takenOver();
  const added = await site.page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$/.test(name));
  });
  expect(added.filter((name) => !name.startsWith('__playwright') && !name.startsWith('__pw')).toSorted())
    .toEqual(['Genesys', '_genesysJourneySdk', 'ac']);
});
