import type { Row } from './row.ts';

/**
 * The map is equirectangular, 1000 pixels for the full turn from 169° West eastwards, as build/land.mjs draws it, and
 * cut off where nobody lives.
 */
export const map = { width: 1000, top: 18, height: 390, seam: -169 };

/** Cluster is the sessions of one spot of the map. */
export interface Cluster {
  x: number;
  y: number;
  count: number;
  name: string; // of the place that most of them share
}

const cell = 16; // pixels of the map

/** clusters puts sessions that would lie upon each other together, in the middle of where they are. */
export function clusters(rows: readonly Row[]): Cluster[] {
  const cells = new Map<string, { x: number; y: number; count: number; names: Map<string, number> }>();
  for (const { place } of rows) {
    if (place?.latitude === undefined || place.longitude === undefined) continue;
    const x = (((place.longitude - map.seam + 360) % 360) / 360) * map.width;
    const y = ((90 - place.latitude) / 360) * map.width;
    const key = `${Math.floor(x / cell)} ${Math.floor(y / cell)}`;
    const c = cells.get(key) ?? { x: 0, y: 0, count: 0, names: new Map() };
    cells.set(key, c);
    c.x += x;
    c.y += y;
    c.count++;
    const name = [place.locality, place.countryName ?? place.country].filter(Boolean).join(', ');
    c.names.set(name, (c.names.get(name) ?? 0) + 1);
  }
  return [...cells.values()]
    .map(({ x, y, count, names }) => ({ x: x / count, y: y / count, count, name: commonest(names) }))
    .sort((a, b) => b.count - a.count);
}

/** places is the countries of sessions, those with the most first. */
export function places(rows: readonly Row[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { place } of rows) {
    const name = place?.countryName ?? place?.country;
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function commonest(names: Map<string, number>): string {
  let [best, most] = ['', 0];
  for (const [name, n] of names) if (n > most) [best, most] = [name, n];
  return best;
}
