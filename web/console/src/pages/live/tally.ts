import { presence, type Minute, type Row } from './row.ts';

/** Tally is how many sessions there are, by presence and by type. Ended ones do not count. */
export interface Tally {
  here: number;
  active: number;
  idle: number;
  away: number;
  open: number;
  types: Map<string, number>;
}

export function tally(rows: readonly Row[], now: number): Tally {
  const t: Tally = { here: 0, active: 0, idle: 0, away: 0, open: 0, types: new Map() };
  for (const row of rows) {
    const p = presence(row, now);
    if (p === 'ended') continue;
    t.here++;
    t[p]++;
    t.types.set(row.type, (t.types.get(row.type) ?? 0) + 1);
  }
  return t;
}

/** holders is how many sessions have something, by its id. */
export function holders(rows: readonly Row[], of: 'segments' | 'outcomes'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) for (const id of row[of]) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** eventsIn is how many events a minute had. */
export function eventsIn(m: Minute): number {
  return m.web + m.app + m.conversation + m.custom;
}

/** lastHour takes a newer count of a minute into the last sixty, oldest first. Minutes without any are empty. */
export function lastHour(minutes: readonly Minute[], told: readonly Minute[], now: number): Minute[] {
  const byDate = new Map<number, Minute>();
  for (const m of [...minutes, ...told]) byDate.set(Date.parse(m.date), m);
  const current = Math.max(Math.floor(now / 60_000) * 60_000, ...told.map((m) => Date.parse(m.date)));
  return Array.from({ length: 60 }, (_, i) => {
    const at = current - (59 - i) * 60_000;
    const none = { web: 0, app: 0, conversation: 0, custom: 0, sessions: 0, segments: 0, outcomes: 0 };
    return byDate.get(at) ?? { date: new Date(at).toISOString(), ...none };
  });
}
