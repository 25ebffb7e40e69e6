import { signal } from '@preact/signals';
import { all } from './client.ts';
import type { Outcome, Segment } from './rules.ts';
import type { SessionType } from './types.ts';

/** What other resources refer to by id: shown by name everywhere. Empty until loaded, or if it may not be read. */
export const segments = signal<ReadonlyMap<string, Segment>>(new Map());
export const outcomes = signal<ReadonlyMap<string, Outcome>>(new Map());
export const sessionTypes = signal<ReadonlyMap<string, SessionType>>(new Map());

const minutely = 60_000;
let loaded = -Infinity;

/** loadNames reads them, at most once a minute unless forced. A client that may not see them sees ids. */
export function loadNames(force = false) {
  if (!force && performance.now() - loaded < minutely) return;
  loaded = performance.now();
  fill(segments, '/api/v2/journey/segments?pageSize=200', (s) => s.id);
  fill(outcomes, '/api/v2/journey/outcomes?pageSize=200', (o) => o.id);
  fill(sessionTypes, '/api/v2/sojourn/sessiontypes?pageSize=100', (t) => t.type);
}

function fill<T>(into: { value: ReadonlyMap<string, T> }, path: string, key: (item: T) => string) {
  all<T>(path).then(
    (items) => (into.value = new Map(items.map((item) => [key(item), item]))),
    () => undefined,
  );
}
