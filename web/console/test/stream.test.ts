import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Fault } from '../src/api/fault.ts';
import { Feed, type FeedState } from '../src/api/feed.ts';
import { Lines } from '../src/api/lines.ts';
import { EventParser, type ServerEvent } from '../src/api/sse.ts';

/** dice is chance that can be told again by its seed. */
function dice(seed: number) {
  return (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

function pieces(text: string, roll: (below: number) => number): string[] {
  const all: string[] = [];
  for (let at = 0; at < text.length; at += all.at(-1)!.length) all.push(text.slice(at, at + 1 + roll(9)));
  return all;
}

test('lines are the same wherever the network cuts', () => {
  const text = 'one\ntwo\r\n\rthree\r\n\n four';
  for (let seed = 0; seed < 200; seed++) {
    const lines = new Lines();
    const read = pieces(text, dice(seed)).flatMap((part) => lines.push(part));
    assert.deepEqual([...read, ...lines.end()], ['one', 'two', '', 'three', '', ' four']);
  }
});

test('an event stream is read as its specification says', () => {
  const text = [
    ': a heartbeat',
    '',
    'event: session',
    'id: 7',
    'data: {"a":',
    'data: 1}',
    '',
    'data:plain',
    '',
    'event: nothing',
    '',
    'id: 9',
    'data',
    '',
    'data: unfinished',
  ].join('\n');
  for (let seed = 0; seed < 50; seed++) {
    const parser = new EventParser();
    assert.deepEqual(
      pieces(text, dice(seed)).flatMap((part) => parser.push(part)),
      [
        { type: 'session', data: '{"a":\n1}', id: '7' },
        { type: 'message', data: 'plain', id: undefined },
        { type: 'message', data: '', id: '9' },
      ],
    );
  }
});

/** stream is what a server says, after which it ends the connection or, silent, keeps it. */
function stream(text: string, silent = false): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      if (!silent) controller.close();
    },
  });
}

/** hurry lets a feed's time pass at once whenever it waits. */
function hurry(state: FeedState) {
  if (state.kind === 'waiting') setImmediate(() => mock.timers.tick(25_000));
}

test('a stream that breaks anywhere is resumed: every event comes once, in order', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  for (let seed = 0; seed < 50; seed++) {
    const roll = dice(seed);
    const last = 30;
    const received: string[] = [];
    let done = () => {};
    const all = new Promise<void>((resolve) => (done = resolve));
    const feed = new Feed({
      cursor: '0',
      changed: hurry,
      random: Math.random,
      async open(cursor) {
        if (roll(4) === 0) throw new Error('refused');
        let text = '';
        for (let n = Number(cursor) + 1; n <= last; n++) text += `id: ${n}\nevent: session\ndata: "${n}"\n\n`;
        return stream(text.slice(0, roll(text.length + 40))); // cut, also within an event
      },
      receive(event: ServerEvent) {
        received.push(event.data);
        if (received.length >= last) done();
      },
    });
    const running = feed.run();
    await all;
    feed.close();
    await running;
    assert.deepEqual(
      received,
      Array.from({ length: last }, (_, i) => `"${i + 1}"`),
      `seed ${seed}`,
    );
  }
});

test('a connection that falls silent is given up', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const clock = setInterval(() => mock.timers.tick(40_000), 1);
  t.after(() => (clearInterval(clock), mock.timers.reset()));
  let connections = 0;
  const reasons: string[] = [];
  const feed = new Feed({
    async open() {
      if (++connections === 3) feed.close();
      return stream(': heartbeat\n\n', true);
    },
    receive: () => assert.fail('a heartbeat is no event'),
    changed(state) {
      if (state.kind === 'waiting') reasons.push(state.reason);
    },
  });
  await feed.run();
  assert.deepEqual(reasons, ['The server fell silent.', 'The server fell silent.']);
});

test('a refusal that stays one ends the feed; the server may ask for patience', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const states: FeedState[] = [];
  const answers = [
    new Fault(429, 'too.many', 'Too many streams.', [], '', 20),
    new Fault(403, 'missing', 'Not for you.'),
  ];
  const feed = new Feed({
    now: () => 1000,
    open: async () => {
      throw answers.shift();
    },
    receive: () => undefined,
    changed(state) {
      states.push(state);
      hurry(state);
    },
  });
  await feed.run();
  assert.deepEqual(states, [
    { kind: 'connecting' },
    { kind: 'waiting', until: 21_000, reason: 'Too many streams.' },
    { kind: 'connecting' },
    { kind: 'closed', reason: 'Not for you.' },
  ]);
});
