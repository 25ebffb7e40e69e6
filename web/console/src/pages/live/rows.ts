import type { Row } from './row.ts';

/** most is how many sessions are kept. Beyond it those without news for the longest time go. */
export const most = 5000;

/**
 * Rows keeps sessions in the order in which they began, the newest first. That order holds while they change, so
 * that a row stays where the eye has found it.
 */
export class Rows {
  readonly ordered: Row[] = [];
  private known = new Map<string, Row>();
  /** crowded tells that there were more sessions than are kept. */
  crowded = false;

  get(id: string): Row | undefined {
    return this.known.get(id);
  }

  /** put adds a session, or replaces what was known of it. */
  put(row: Row) {
    const before = this.known.get(row.id);
    this.known.set(row.id, row);
    if (before && before.createdDate === row.createdDate) {
      this.ordered[this.indexOf(before)] = row;
      return;
    }
    if (before) this.ordered.splice(this.indexOf(before), 1);
    this.ordered.splice(this.placeFor(row), 0, row);
  }

  /** replace takes over a new listing, except of the sessions that have been told of since it began. */
  replace(listed: Row[], told: ReadonlySet<string>) {
    const kept = this.ordered.filter((row) => told.has(row.id));
    this.ordered.length = 0;
    this.known.clear();
    this.crowded = false;
    for (const row of [...listed, ...kept]) this.put(row);
  }

  /** sweep removes the sessions that ended before a time, and those that are too many. It tells whether it did. */
  sweep(endedBefore: number): boolean {
    let gone = this.ordered.filter(
      (row) => row.endedDate !== undefined && Date.parse(row.endedDate) < endedBefore,
    );
    const excess = this.ordered.length - gone.length - most;
    if (excess > 0) {
      this.crowded = true;
      const ended = new Set(gone);
      const others = this.ordered.filter((row) => !ended.has(row));
      others.sort((a, b) => compare(a.lastEvent.createdDate, b.lastEvent.createdDate));
      gone = gone.concat(others.slice(0, excess));
    }
    for (const row of gone) this.known.delete(row.id);
    if (gone.length) {
      const rest = this.ordered.filter((row) => this.known.has(row.id));
      this.ordered.length = 0;
      for (const row of rest) this.ordered.push(row);
    }
    return gone.length > 0;
  }

  private indexOf(row: Row): number {
    return this.placeFor(row);
  }

  /** placeFor is the first index whose row does not belong before this one. */
  private placeFor(row: Row): number {
    let [low, high] = [0, this.ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(this.ordered[middle]!, row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function before(a: Row, b: Row): boolean {
  return a.createdDate === b.createdDate ? a.id < b.id : a.createdDate > b.createdDate;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
