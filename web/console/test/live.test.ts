import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusters, places } from '../src/pages/live/cluster.ts';
import { everything, filtered, fromQuery, toQuery } from '../src/pages/live/filter.ts';
import { lasted, person, presence, type Minute, type Row } from '../src/pages/live/row.ts';
import { most, Rows } from '../src/pages/live/rows.ts';
import { holders, lastHour, tally } from '../src/pages/live/tally.ts';

const noon = Date.parse('2026-03-02T12:00:00.000Z');

function iso(seconds: number): string {
  return new Date(noon + seconds * 1000).toISOString();
}

function row(id: string, more: Partial<Row> = {}): Row {
  return {
    id,
    type: 'web',
    eventCount: 1,
    authenticated: false,
    createdDate: iso(-60),
    idleDate: iso(300),
    awayDate: iso(600),
    lastEvent: { id: `${id}e`, eventName: 'page_viewed', createdDate: iso(-30) },
    segments: [],
    outcomes: [],
    ...more,
  };
}

test('presence follows the predictions', () => {
  const visit = { idleDate: iso(300), awayDate: iso(600) };
  assert.equal(presence(visit, noon), 'active');
  assert.equal(presence(visit, noon + 300_000), 'idle');
  assert.equal(presence(visit, noon + 600_000), 'away');
  assert.equal(presence({ ...visit, endedDate: iso(1200) }, noon + 1_200_000), 'ended');
  assert.equal(presence({}, noon), 'open', 'a conversation cannot be idle');
  assert.equal(lasted(row('a')), 30);
});

test('a person is called by the best that is known', () => {
  assert.equal(
    person(row('a', { contact: { id: 'k', name: 'Gwen Marlow' }, shortId: '4821' })),
    'Gwen Marlow',
  );
  assert.equal(
    person(row('a', { customerId: 'gwen@example.com', customerIdType: 'email' })),
    'gwen@example.com',
  );
  assert.equal(
    person(row('a', { customerId: 'b7c1c8a0-0000', customerIdType: 'cookie', shortId: '4821' })),
    'Visitor 4821',
  );
  assert.equal(
    person(row('a', { customerId: 'b7c1c8a0-0000', customerIdType: 'cookie' })),
    'Visitor b7c1c8a0',
  );
});

test('rows keep their order while they change, and none is there twice', () => {
  let seed = 5;
  const roll = (below: number) => (seed = (Math.imul(seed, 48271) >>> 0) % 2147483647) % below;
  const rows = new Rows();
  const model = new Map<string, Row>();
  for (let i = 0; i < 5000; i++) {
    const id = `s${roll(300)}`;
    const known = model.get(id);
    const moved = !known || roll(20) === 0; // a late event moves the beginning
    const next = row(id, { createdDate: moved ? iso(-roll(3000)) : known.createdDate, eventCount: i });
    model.set(id, next);
    rows.put(next);
  }
  const wanted = [...model.values()].sort((a, b) =>
    a.createdDate === b.createdDate ? (a.id < b.id ? -1 : 1) : a.createdDate > b.createdDate ? -1 : 1,
  );
  assert.deepEqual(rows.ordered, wanted);
});

test('a new listing does not undo what was told while it was read', () => {
  const rows = new Rows();
  rows.put(row('old'));
  rows.put(row('told', { eventCount: 5 }));
  rows.replace([row('told', { eventCount: 4 }), row('listed')], new Set(['told']));
  assert.deepEqual(
    rows.ordered.map((r) => [r.id, r.eventCount]),
    [
      ['listed', 1],
      ['told', 5],
    ],
  );
});

test('ended sessions go, and there are never too many', () => {
  const rows = new Rows();
  rows.put(row('ended', { endedDate: iso(-100) }));
  rows.put(row('ends', { endedDate: iso(100) }));
  assert.equal(rows.sweep(noon), true);
  assert.deepEqual(
    rows.ordered.map((r) => r.id),
    ['ends'],
  );
  assert.equal(rows.get('ended'), undefined);
  for (let i = 0; i < most + 10; i++)
    rows.put(row(`n${i}`, { lastEvent: { id: '', eventName: '', createdDate: iso(i) } }));
  rows.sweep(noon);
  assert.equal(rows.ordered.length, most);
  assert.equal(rows.crowded, true);
  assert.equal(rows.get('n0'), undefined, 'those without news for the longest time go');
});

test('a filter lets through what it says, and can be bookmarked', () => {
  const rows = [
    row('a', { type: 'app', screen: 'Checkout', segments: ['s1'] }),
    row('b', {
      place: { countryName: 'Ireland', locality: 'Galway' },
      page: { url: 'https://shop.example/bikes', hostname: 'shop.example', title: 'City Bikes' },
    }),
    row('c', { idleDate: iso(-1), outcomes: ['o1'] }),
  ];
  const ids = (f: Partial<typeof everything>) =>
    filtered(rows, { ...everything, ...f }, noon)
      .map((r) => r.id)
      .join('');
  assert.equal(ids({}), 'abc');
  assert.equal(ids({ type: 'app' }), 'a');
  assert.equal(ids({ state: 'idle' }), 'c');
  assert.equal(ids({ segment: 's1' }), 'a');
  assert.equal(ids({ outcome: 'o1' }), 'c');
  assert.equal(ids({ text: 'galway BIKES' }), 'b');
  assert.equal(ids({ text: 'galway cars' }), '');
  const filter = { ...everything, type: 'web', text: 'a&b=c' };
  assert.deepEqual(fromQuery(new URLSearchParams(toQuery(filter))), filter);
  assert.equal(toQuery(everything), '');
});

test('totals count those who are here', () => {
  const t = tally(
    [row('a'), row('b', { idleDate: iso(-1) }), row('c', { endedDate: iso(-1) }), row('d', { type: 'app' })],
    noon,
  );
  assert.deepEqual([t.here, t.active, t.idle, t.types.get('web')], [3, 2, 1, 2]);
  assert.deepEqual(
    [...holders([row('a', { segments: ['x', 'y'] }), row('b', { segments: ['x'] })], 'segments')],
    [
      ['x', 2],
      ['y', 1],
    ],
  );
});

test('the last hour has sixty minutes, with the newest counts', () => {
  const minute = (ago: number, web: number): Minute => ({
    date: iso(-60 * ago),
    web,
    app: 0,
    conversation: 0,
    custom: 0,
    sessions: 0,
    segments: 0,
    outcomes: 0,
  });
  const hour = lastHour([minute(0, 1), minute(2, 7), minute(80, 9)], [minute(0, 3)], noon + 30_000);
  assert.equal(hour.length, 60);
  assert.deepEqual(
    hour.slice(-3).map((m) => m.web),
    [7, 0, 3],
  );
  assert.equal(
    hour.reduce((n, m) => n + m.web, 0),
    10,
  );
  assert.equal(lastHour(hour, [], noon + 90_000).at(-2)?.web, 3, 'it moves on without events');
});

test('the map puts neighbours together and leaves out what has no place', () => {
  const galway = { latitude: 53.27, longitude: -9.05, locality: 'Galway', countryName: 'Ireland' };
  const rows = [
    row('a', { place: galway }),
    row('b', { place: { ...galway, latitude: 53.3 } }),
    row('c', { place: { latitude: -33.9, longitude: 151.2, countryName: 'Australia' } }),
    row('d'),
  ];
  const found = clusters(rows);
  assert.deepEqual(
    found.map((c) => [c.count, c.name]),
    [
      [2, 'Galway, Ireland'],
      [1, 'Australia'],
    ],
  );
  for (const c of found) assert.ok(c.x >= 0 && c.x <= 1000 && c.y >= 0 && c.y <= 500);
  assert.deepEqual(places(rows), [
    ['Ireland', 2],
    ['Australia', 1],
  ]);
});
