// The numbers of the server (GET /api/v2/sojourn/health): counts since its start. The difference of two readings is what
// happened between them.

export interface Bucket {
  upToSeconds: number;
  count: number;
}

export interface Answers {
  group: string;
  count: number;
  p50Seconds?: number;
  p99Seconds?: number;
  buckets: Bucket[];
}

export interface Source {
  source: string;
  accepted: number;
  repeated: number;
  notRecorded: number;
  refused: number;
}

export interface Reason {
  reason: string;
  count: number;
}

export interface Health {
  version: string;
  startedDate: string;
  date: string;
  status: 'ready' | 'unavailable';
  reasons: string[];
  events: {
    accepted: number;
    repeated: number;
    notRecorded: number;
    refused: number;
    late: number;
    sources: Source[];
    refusals: Reason[];
    unrecorded: Reason[];
  };
  answers: Answers[];
  lanes: { queued: number; capacity: number; batches: number; sessionsEnded: number };
  log: {
    position: number;
    appended: number;
    bytes: number;
    segments: number;
    syncs: number;
    lastSyncSeconds: number;
  };
  index: {
    sessions?: number;
    bytes: number;
    memoryBytes: number;
    generations: number;
    flushes: number;
    compactionDebtBytes: number;
  };
  disk: { freeBytes: number; totalBytes: number };
  process: { memoryBytes: number; heapBytes: number; goroutines: number };
  streams: { open: number; limit: number };
}

/** kept is how many readings are remembered: three minutes. */
export const kept = 90;

/** taken adds a reading. One of a server that has started anew begins over. */
export function taken(readings: readonly Health[], next: Health): Health[] {
  const before = readings.at(-1);
  if (before && before.startedDate !== next.startedDate) return [next];
  return [...readings.slice(1 - kept), next];
}

/** rates is how fast a count grew between the readings, per second. */
export function rates(readings: readonly Health[], of: (h: Health) => number): number[] {
  return readings.slice(1).map((h, i) => {
    const seconds = (Date.parse(h.date) - Date.parse(readings[i]!.date)) / 1000;
    return seconds > 0 ? Math.max(0, of(h) - of(readings[i]!)) / seconds : 0;
  });
}

/** recent is the readings of about the last seconds, for numbers that should not flicker. */
export function recent(readings: readonly Health[], seconds: number): [Health, Health] | undefined {
  const last = readings.at(-1);
  const first = readings.find((h) => Date.parse(h.date) >= Date.parse(last!.date) - seconds * 1000);
  return last && first && first !== last ? [first, last] : undefined;
}

/**
 * quantile is the time within which a share of the answers between two readings came, in seconds, as the upper end
 * of its bucket. It is undefined if there were none.
 */
export function quantile(
  before: readonly Bucket[],
  after: readonly Bucket[],
  share: number,
): number | undefined {
  const grown = after.map((b, i) => ({ upTo: b.upToSeconds, count: b.count - (before[i]?.count ?? 0) }));
  const all = grown.at(-1)?.count ?? 0;
  if (all <= 0) return undefined;
  return grown.find((b) => b.count >= share * all)?.upTo;
}

/** attention is what is slow or scarce, in words. */
export function attention(readings: readonly Health[]): string[] {
  const h = readings.at(-1);
  if (!h) return [];
  const all = [...h.reasons];
  const pair = recent(readings, 60);
  if (h.lanes.queued > h.lanes.capacity / 2)
    all.push('More than half of the queue is full: events come faster than they are written.');
  if (h.log.lastSyncSeconds > 0.1)
    all.push('Syncing the log to disk takes over 100 ms: the disk is slow, and every answer waits for it.');
  if (h.disk.totalBytes && h.disk.freeBytes < h.disk.totalBytes / 10)
    all.push('Less than a tenth of the disk is free.');
  if (h.streams.open >= h.streams.limit)
    all.push('All streams are taken: further consoles will not be live.');
  for (const a of h.answers) {
    const before = pair?.[0].answers.find((b) => b.group === a.group);
    const p99 = before && quantile(before.buckets, a.buckets, 0.99);
    if (p99 !== undefined && p99 > 0.5)
      all.push(`One in a hundred answers to ${a.group} takes over half a second.`);
  }
  return all;
}
