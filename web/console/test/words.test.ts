import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bytes, count, counted, rough, seconds } from '../src/format/number.ts';
import { capital, placeOf, sourceOf, words } from '../src/format/text.ts';
import { duration, shown, stopwatch, utc } from '../src/format/time.ts';
import { match } from '../src/app/router.ts';
import { snippets } from '../src/pages/settings/snippet.ts';

test('times are of the zone, UTC is exact', () => {
  const at = '2026-03-02T23:15:04.250Z';
  assert.equal(shown(at, 'full', 'America/Chicago'), '2 Mar 2026, 17:15:04');
  assert.equal(shown(at, 'clock', 'Europe/Berlin'), '00:15:04');
  assert.equal(utc(at), '2026-03-02 23:15:04.250 UTC');
  assert.equal(utc('no date'), 'no date');
});

test('spans are told in two units', () => {
  const told = [0, 59.9, 60, 125, 3600, 3905, 86_400, 100_000].map(duration);
  assert.deepEqual(told, ['0 s', '59 s', '1 min', '2 min 5 s', '1 h', '1 h 5 min', '1 d', '1 d 3 h']);
  assert.deepEqual([0, 65, 3725, -3].map(stopwatch), ['0:00', '1:05', '1:02:05', '0:00']);
});

test('numbers are short', () => {
  assert.deepEqual(
    [count(12_345), counted(1, 'event'), counted(2, 'entry', 'entries')],
    ['12,345', '1 event', '2 entries'],
  );
  assert.deepEqual([3.14159, 0.02, 12_345.6].map(rough), ['3.14', '0.02', '12,346']);
  assert.deepEqual([500, 2048, 5e9].map(bytes), ['500 B', '2 KiB', '4.66 GiB']);
  assert.deepEqual([0.0042, 2.5].map(seconds), ['4.2 ms', '2.5 s']);
});

test('names of the API become words', () => {
  assert.equal(words('lastUserDisconnectType'), 'last user disconnect type');
  assert.equal(capital(words('product_added')), 'Product added');
  assert.deepEqual(placeOf({ locality: 'Galway', country: 'IE' }), ['Galway', 'IE']);
});

test('a visit came from its campaign, else its referrer', () => {
  const google = {
    url: 'https://www.google.com/',
    hostname: 'www.google.com',
    name: 'Google',
    medium: 'search',
  };
  assert.deepEqual(sourceOf({ source: 'google', medium: 'cpc', name: 'Spring' }, google), [
    'Spring',
    'google / cpc',
  ]);
  assert.deepEqual(sourceOf(undefined, google), ['Google', 'search']);
  assert.deepEqual(sourceOf(undefined, { ...google, medium: 'internal' }), ['Direct', '']);
});

test('paths are taken apart', () => {
  assert.deepEqual(match('/sessions/:id', '/sessions/a%2Fb'), { id: 'a/b' });
  assert.deepEqual(match('/', '/'), {});
  assert.deepEqual(match('/segments', '/segments/'), {});
  assert.equal(match('/sessions/:id', '/sessions'), null);
  assert.equal(match('/sessions/:id', '/sessions/%E0%A4%A'), null, 'what cannot be decoded is no page');
});

test('snippets are those of the tracker', () => {
  const all = snippets('https://j.example.com', '11111111-1111-4111-8111-111111111111');
  const kept = readFileSync(new URL('../../tracker/testdata/snippets.html', import.meta.url), 'utf8');
  assert.equal(all.map(({ text }) => text).join(''), kept);
});

test('snippets name the server and the deployment, and nothing breaks out of them', () => {
  for (const { text } of snippets('https://j.example.com', '11111111-1111-4111-8111-111111111111')) {
    assert.ok(
      text.includes('https://j.example.com/') && text.includes('11111111-1111-4111-8111-111111111111'),
    );
  }
  for (const { text } of snippets(`https://j.example.com'"></script><b>`, `'</script><b>"`)) {
    assert.equal(text.match(/<\/script>/g)?.length, 1);
    assert.ok(!text.includes('<b>'));
  }
});
