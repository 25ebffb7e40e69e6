import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JourneyEvent } from '../src/api/types.ts';
import { axisOf, stacked } from '../src/pages/customer/axis.ts';
import { quantile, rates, taken, type Health } from '../src/pages/health/readings.ts';
import {
  blank,
  draftOf,
  isTestable,
  newCriterion,
  newPattern,
  replaced,
  requestOf,
} from '../src/pages/rules/draft.ts';
import { conditionsText } from '../src/pages/rules/sentence.ts';
import { merged, told } from '../src/pages/session/entries.ts';

function event(id: string, second: number): JourneyEvent {
  const createdDate = `2026-03-02T09:15:${String(second).padStart(2, '0')}.000Z`;
  return { id, correlationId: '', eventType: 'com.genesys.journey.WebEvent', createdDate };
}

test('events that are told and listed are there once, by date, and as they came when dates are equal', () => {
  const listed = [event('a', 1), event('b', 2), event('b2', 2)];
  const ids = (more: JourneyEvent[]) =>
    merged(listed, more)
      .map((e) => e.id)
      .join(' ');
  assert.equal(ids([event('b', 2), event('c', 3)]), 'a b b2 c');
  assert.equal(ids([event('late', 0)]), 'late a b b2');
  assert.equal(ids([event('same', 2), event('same', 2)]), 'a b b2 same');
});

test('an event of any type has a name', () => {
  const ofType = (more: Partial<JourneyEvent>) => told({ ...event('a', 1), ...more });
  assert.equal(
    ofType({ conversationEvent: { eventName: 'acd_start', body: { direction: 'INBOUND', x: { y: 1 } } } })
      .about,
    'INBOUND',
  );
  assert.equal(
    ofType({ outcomeAchievedEvent: { outcome: { id: 'o', displayName: 'Order', version: 1 } } }).kind,
    'outcome',
  );
  assert.equal(ofType({ eventType: 'com.genesys.journey.WebActionEvent' }).name, 'WebActionEvent');
});

test('the axis keeps the order of time, and makes room for what is short', () => {
  const minute = 60_000;
  const day = 24 * 60 * minute;
  const spans = [
    { start: 0, end: 3 * minute },
    { start: 5 * day, end: 5 * day + 6 * minute },
    { start: day, end: 6 * day },
  ];
  const axis = axisOf(spans, 900);
  const times = [0, 3 * minute, day, 2 * day, 5 * day, 5 * day + 6 * minute, 6 * day];
  const places = times.map(axis.x);
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.ok(places[1]! - places[0]! > 20, 'a visit of three minutes can be seen beside a week');
  assert.ok(axis.ticks.every((t, i) => i === 0 || t.x - axis.ticks[i - 1]!.x >= 84));
  assert.equal(axis.pauses.length, 3);
  assert.equal(axisOf([], 900).width, 900);
});

test('bars do not touch', () => {
  assert.deepEqual(
    stacked([
      { left: 0, right: 10 },
      { left: 5, right: 8 },
      { left: 9, right: 20 },
      { left: 12, right: 13 },
    ]),
    [0, 1, 1, 0],
  );
});

test('rates and quantiles are of what lies between two readings', () => {
  const reading = (second: number, accepted: number): Health =>
    ({
      startedDate: 'x',
      date: new Date(second * 1000).toISOString(),
      events: { accepted },
    }) as unknown as Health;
  assert.deepEqual(
    rates([reading(0, 10), reading(2, 30), reading(4, 30)], (h) => h.events.accepted),
    [10, 0],
  );
  const before = [
    { upToSeconds: 0.01, count: 100 },
    { upToSeconds: 0.1, count: 100 },
    { upToSeconds: 1, count: 100 },
  ];
  const after = [
    { upToSeconds: 0.01, count: 150 },
    { upToSeconds: 0.1, count: 199 },
    { upToSeconds: 1, count: 200 },
  ];
  assert.equal(quantile(before, after, 0.5), 0.01);
  assert.equal(quantile(before, after, 0.99), 0.1);
  assert.equal(quantile(after, after, 0.5), undefined);
  const restarted = { ...reading(6, 0), startedDate: 'y' };
  assert.deepEqual(taken([reading(0, 1), reading(2, 2)], restarted), [restarted]);
});

test('a draft becomes the request, and back', () => {
  const draft = { ...blank(() => 0), displayName: 'Buyers', valueName: 'total' };
  assert.equal(isTestable(draft), false);
  draft.context = {
    patterns: [{ criteria: [{ ...newCriterion('device.category', true), values: ['mobile'] }] }],
  };
  draft.journey = {
    patterns: [
      {
        ...newPattern([]),
        eventName: 'order',
        criteria: [
          { ...newCriterion('attributes.total.value', false), operator: 'greaterThan', values: ['100'] },
        ],
      },
    ],
  };
  assert.equal(isTestable(draft), true);
  assert.deepEqual(conditionsText(draft), [
    'Session where device is mobile',
    'In one web session: order, where total is more than 100',
  ]);
  const outcome = requestOf('outcome', draft);
  assert.deepEqual(outcome['associatedValueField'], { name: 'total', dataType: 'Number' });
  assert.ok(!('color' in outcome));
  const segment = { ...requestOf('segment', draft), id: 'x', version: 1 } as never;
  assert.deepEqual(requestOf('segment', draftOf(segment)), requestOf('segment', draft));
  assert.equal(requestOf('segment', draft, true)['description'], null, 'a patch removes what is gone');
  assert.equal(
    'description' in requestOf('segment', draft) && requestOf('segment', draft)['description'],
    undefined,
  );
  assert.deepEqual(replaced([1, 2, 3], 1, undefined), [1, 3]);
  assert.deepEqual(
    newPattern([{ ...newPattern([]), sessionType: 'app', streamType: 'App' }]).streamType,
    'App',
  );
});
