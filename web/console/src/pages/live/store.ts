import { signal } from '@preact/signals';
import { get, send, type Listing } from '../../api/client.ts';
import { Feed, type FeedState } from '../../api/feed.ts';
import { loadNames, outcomes, segments } from '../../api/names.ts';
import type { ServerEvent } from '../../api/sse.ts';
import type { Minute, Row } from './row.ts';
import { most, Rows } from './rows.ts';
import { lastHour } from './tally.ts';

interface LiveListing extends Listing<Row> {
  minutes: Minute[];
  cursor: string;
}

const paintEvery = 250; // ms; however many events come
const endedStay = 20_000; // ms that an ended session is still shown
const pageSize = 500;

/**
 * Live is what goes on at this moment, kept up to date by one stream for all pages that want it. Signals change at
 * most four times a second.
 */
class Live {
  readonly rows = new Rows();
  /** version changes when rows did. */
  readonly version = signal(0);
  readonly minutes = signal<Minute[]>([]);
  readonly feed = signal<FeedState>({ kind: 'connecting' });
  readonly failure = signal<unknown>(undefined);
  readonly loaded = signal(false);
  /** now is the server's clock, by the second. */
  readonly now = signal(Date.now());
  /** changed is when a row last changed under the reader's eyes. */
  readonly changed = new Map<string, number>();

  private users = 0;
  private stopping: AbortController | undefined;
  private listing: Promise<void> = Promise.resolve();
  private ticker: ReturnType<typeof setInterval> | undefined;
  private ahead = 0; // of the server's clock before ours, in ms
  private told: Set<string> | undefined; // while a listing is under way, who has been told of
  private counted: Minute[] = [];
  private painted = -Infinity;
  private painting: ReturnType<typeof setTimeout> | undefined;

  /** use keeps the stream open until the result is called. */
  use(): () => void {
    if (this.users++ === 0) void this.start();
    return () => {
      if (--this.users === 0) this.stop();
    };
  }

  /** again starts over after a failure. */
  again() {
    this.stop();
    void this.start();
  }

  private async start() {
    const stopping = (this.stopping = new AbortController());
    this.failure.value = undefined;
    this.ticker = setInterval(() => this.tick(), 1000);
    try {
      const cursor = await this.list(stopping.signal);
      const feed = new Feed({
        cursor,
        open: (from, signal) => this.open(from, signal),
        receive: (event) => this.receive(event),
        changed: (state) => (this.feed.value = state),
      });
      stopping.signal.addEventListener('abort', () => feed.close());
      await feed.run();
    } catch (error) {
      if (!stopping.signal.aborted) this.failure.value = error;
    }
  }

  private stop() {
    this.stopping?.abort();
    clearInterval(this.ticker);
    clearTimeout(this.painting);
    this.painting = undefined;
    this.told = undefined;
  }

  /** list reads who is there and returns where the stream goes on from. */
  private async list(signal: AbortSignal): Promise<string> {
    const told = (this.told = new Set<string>());
    const listed: Row[] = [];
    let first: LiveListing | undefined;
    let next: string | undefined = `/api/v2/sojourn/live?pageSize=${pageSize}`;
    while (next && listed.length < most) {
      const page: LiveListing = await get(next, signal);
      first ??= page;
      listed.push(...(page.entities ?? []));
      next = page.nextUri;
    }
    this.rows.replace(listed, told);
    this.rows.crowded ||= next !== undefined;
    this.told = undefined;
    this.counted.push(...(first?.minutes ?? []));
    this.loaded.value = true;
    this.paint();
    return first?.cursor ?? '';
  }

  private async open(cursor: string | null, signal: AbortSignal) {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    if (cursor) headers['Last-Event-ID'] = cursor;
    const answer = await send('/api/v2/sojourn/stream', { signal, headers });
    return answer.body!;
  }

  private receive(event: ServerEvent) {
    const data: unknown = JSON.parse(event.data);
    switch (event.type) {
      case 'hello':
        this.ahead = Date.parse((data as { date: string }).date) - Date.now();
        break;
      case 'session':
        this.put(data as Row);
        break;
      case 'minute':
        this.counted.push(data as Minute);
        this.soon();
        break;
      case 'gap':
      case 'reset':
        this.relist();
        break;
    }
  }

  /** relist lists again while the stream goes on: something may be missing. One listing follows the other. */
  private relist() {
    const { signal } = this.stopping!;
    this.listing = this.listing
      .then(() => this.list(signal))
      .then(
        () => undefined,
        (error) => {
          if (!signal.aborted) this.failure.value = error;
        },
      );
  }

  private put(row: Row) {
    this.told?.add(row.id);
    this.rows.put(row);
    this.changed.set(row.id, Date.now());
    if (
      row.segments.some((id) => !segments.peek().has(id)) ||
      row.outcomes.some((id) => !outcomes.peek().has(id))
    ) {
      loadNames();
    }
    this.soon();
  }

  private soon() {
    this.painting ??= setTimeout(
      () => this.paint(),
      Math.max(0, this.painted + paintEvery - performance.now()),
    );
  }

  private paint() {
    clearTimeout(this.painting);
    this.painting = undefined;
    this.painted = performance.now();
    if (this.counted.length) {
      this.minutes.value = lastHour(this.minutes.value, this.counted, Date.now() + this.ahead);
      this.counted = [];
    }
    this.version.value++;
  }

  private tick() {
    const now = Date.now() + this.ahead;
    this.now.value = now;
    for (const [id, at] of this.changed) if (at < Date.now() - 3000) this.changed.delete(id);
    if (this.rows.sweep(now - endedStay)) this.soon();
    const last = this.minutes.value.at(-1);
    if (last && now - Date.parse(last.date) >= 60_000)
      this.minutes.value = lastHour(this.minutes.value, [], now);
  }
}

export const live = new Live();
