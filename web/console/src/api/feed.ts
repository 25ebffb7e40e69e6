import { Fault } from './fault.ts';
import { chunks } from './lines.ts';
import { EventParser, type ServerEvent } from './sse.ts';

/** How a feed is doing. Waiting has lost its connection and tries again at a time. */
export type FeedState =
  | { kind: 'connecting' }
  | { kind: 'open' }
  | { kind: 'waiting'; until: number; reason: string }
  | { kind: 'closed'; reason: string };

export interface FeedOptions {
  /** open asks for the stream behind a cursor; null is from now on. It throws a Fault when it is refused. */
  open(cursor: string | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** receive is told of each event once. */
  receive(event: ServerEvent): void;
  changed(state: FeedState): void;
  cursor?: string | null;
  /** silence is how many milliseconds without a sign of life make a connection dead. */
  silence?: number;
  now?: () => number;
  random?: () => number;
}

const firstWait = 500;
const longestWait = 15_000;
const silence = 40_000; // the server has a heartbeat every 15 s

/**
 * Feed follows an event stream for as long as it is wanted. A connection that breaks, or falls silent, is opened again
 * behind the last event that was received, so that nothing is lost and nothing comes twice.
 */
export class Feed {
  private stop = new AbortController();
  private cursor: string | null;
  private failures = 0;

  constructor(private options: FeedOptions) {
    this.cursor = options.cursor ?? null;
  }

  /** run returns when close is called, or when the server will never let it in. */
  async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      this.options.changed({ kind: 'connecting' });
      const reason = await this.connection();
      if (this.stop.signal.aborted) break;
      if (reason instanceof Fault && isFinal(reason)) {
        this.options.changed({ kind: 'closed', reason: reason.message });
        return;
      }
      await this.wait(reason);
    }
  }

  close() {
    this.stop.abort();
  }

  /** connection follows one connection to its end and says why it ended. */
  private async connection(): Promise<Error> {
    const dead = new AbortController();
    const watch = new Watchdog(this.options.silence ?? silence, () => dead.abort());
    const signal = AbortSignal.any([this.stop.signal, dead.signal]);
    try {
      const body = await this.options.open(this.cursor, signal);
      this.options.changed({ kind: 'open' });
      const parser = new EventParser();
      for await (const part of aborting(chunks(body), signal)) {
        watch.pat();
        this.failures = 0;
        for (const event of parser.push(part)) {
          this.options.receive(event);
          if (event.id !== undefined) this.cursor = event.id;
        }
      }
      return new Error('The server closed the stream.');
    } catch (error) {
      if (dead.signal.aborted) return new Error('The server fell silent.');
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      watch.end();
      dead.abort();
    }
  }

  private async wait(reason: Error): Promise<void> {
    const { now = Date.now, random = Math.random } = this.options;
    const asked = reason instanceof Fault ? reason.retryAfterSeconds * 1000 : 0;
    const longer = Math.min(firstWait * 2 ** this.failures++, longestWait);
    const time = Math.max(asked, longer * (0.75 + random() / 2)); // not all consoles at the same moment
    this.options.changed({ kind: 'waiting', until: now() + time, reason: reason.message });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, time);
      this.stop.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}

/** isFinal tells whether asking again would be refused again. 429 would not. */
function isFinal({ status }: Fault): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Watchdog barks when it has not been patted for some time. */
class Watchdog {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private patience: number,
    private bark: () => void,
  ) {
    this.pat();
  }

  end() {
    clearTimeout(this.timer);
  }

  pat() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.bark, this.patience);
  }
}

/** aborting ends an iteration at once when signal says so, also while it waits for the next item. */
async function* aborting<T>(items: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  const aborted = new Promise<never>((_, reject) => {
    const end = () => reject(new DOMException('aborted', 'AbortError'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
  aborted.catch(() => undefined);
  for (;;) {
    const { done, value } = await Promise.race([items.next(), aborted]);
    if (done) return;
    yield value;
  }
}
