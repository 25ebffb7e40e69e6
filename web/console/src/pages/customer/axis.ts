/** Axis maps times to pixels, so that minutes within a visit and months between visits can be seen side by side. */
export interface Axis {
  width: number;
  x(time: number): number;
  ticks: Tick[];
  pauses: Pause[];
}

/** Tick is a time that is written at the axis. */
export interface Tick {
  x: number;
  time: number;
}

/** Pause is a long time in which nothing began or ended. */
export interface Pause {
  x: number;
  seconds: number;
}

export interface Span {
  start: number; // ms
  end: number;
}

const minute = 60_000;
const [narrowest, widest] = [3, 190]; // pixels between two times
const tickEvery = 84; // pixels
const longPause = 6 * 3600; // seconds

/**
 * axisOf makes the axis of some spans. Between two neighbouring times at which something begins or ends it is even;
 * a stretch grows with the logarithm of its duration. It fills the width that is there, unless that is far too narrow.
 */
export function axisOf(spans: readonly Span[], room: number): Axis {
  const times = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  if (!times.length) return { width: room, x: () => 0, ticks: [], pauses: [] };
  const natural = [0];
  for (let i = 1; i < times.length; i++) natural.push(natural[i - 1]! + stretch(times[i]! - times[i - 1]!));
  const scale = Math.max(0.6, Math.min(2.5, room / Math.max(natural.at(-1)!, 1)));
  const places = natural.map((x) => x * scale);
  const x = (time: number) => {
    let i = times.findIndex((t) => t >= time);
    if (i < 0) i = times.length - 1;
    if (i === 0) return places[0]!;
    const share = Math.min(1, (time - times[i - 1]!) / (times[i]! - times[i - 1]!));
    return places[i - 1]! + share * (places[i]! - places[i - 1]!);
  };
  return {
    width: Math.max(room, places.at(-1)!),
    x,
    ticks: ticks(times, places),
    pauses: pauses(times, places),
  };
}

function stretch(ms: number): number {
  return Math.min(widest, narrowest + 17 * Math.log2(1 + ms / (2 * minute)));
}

function ticks(times: number[], places: number[]): Tick[] {
  const all: Tick[] = [];
  for (const [i, time] of times.entries()) {
    const x = places[i]!;
    if (!all.length || x - all.at(-1)!.x >= tickEvery) all.push({ x, time });
  }
  return all;
}

function pauses(times: number[], places: number[]): Pause[] {
  const all: Pause[] = [];
  for (let i = 1; i < times.length; i++) {
    const seconds = (times[i]! - times[i - 1]!) / 1000;
    if (seconds >= longPause) all.push({ x: (places[i]! + places[i - 1]!) / 2, seconds });
  }
  return all;
}

/**
 * stacked tells for each of some extents, ordered by their left edge, in which row it has room: the first in which it
 * touches none before.
 */
export function stacked(extents: readonly { left: number; right: number }[]): number[] {
  const ends: number[] = [];
  return extents.map(({ left, right }) => {
    let row = ends.findIndex((end) => end <= left);
    if (row < 0) row = ends.push(0) - 1;
    ends[row] = right;
    return row;
  });
}
