// Sends what there is to send in its order, one after the other (tracking-sdk.md §9). The deployment's
// configuration is fetched in the same way, before all events, so nothing leaves until it is there.
import { newUUID } from './customer';
import { ask, type Answer } from './http';
import { call, later, type Stop } from './quiet';

/** A request on its way. */
export interface Outgoing {
  url(): string;
  /** The body as JSON, made when it is sent: only then the customer's id is certain. */
  body?(): string;
  done(answer: Answer): unknown;
  /** Whether it is not wanted any more. */
  isVain?(): boolean | undefined;
}

interface Waiting extends Outgoing {
  id: string;
  since: number; // milliseconds
  tried: number;
}

const pauses = [1, 5, 30]; // seconds before each further try
const oldest = 55 * 60_000; // the server refuses what is older than an hour (events.md §4.4)
const most = 200; // that wait; a page that makes more while the server is down loses its last

let queue: Waiting[] = []; // the first one is being sent, if anything is
let busy: Waiting | undefined; // the one that an answer is due for
let paused: Stop | undefined; // the first one waits for another try
let leaving = false;

export function send(request: Outgoing): void {
  if (queue.length < most) queue.push({ ...request, id: newUUID(), since: Date.now(), tried: 0 });
  void run();
}

/** Calls last, then hands the events that wait to the browser, which sends them after the page is gone. */
export function flush(last: () => void): void {
  leaving = true;
  last();
  paused?.();
  paused = undefined;
  // What is under way outlives the page by itself.
  queue = queue.filter((event) =>
    event === busy || !event.body || isDue(event) && !navigator.sendBeacon(event.url(), event.body()));
}

/** The page is back after flush. */
export function resume(): void {
  leaving = false;
  void run();
}

/** Forgets what waits. */
export function clear(): void {
  paused?.();
  paused = busy = undefined;
  queue = [];
}

const isDue = (event: Waiting): boolean => Date.now() - event.since < oldest && !event.isVain?.();

async function run(): Promise<void> {
  const event = queue[0];
  if (!event || busy || paused || leaving) return;
  busy = event;
  const answer = isDue(event) ? await ask(event.url(), event.body?.(), event.id) : { status: 410 };
  if (busy !== event) return; // forgotten meanwhile
  busy = undefined;
  const pause = pauses[event.tried++];
  if (pause && (answer.status || 500) > 499) {
    paused = later(() => {
      paused = undefined;
      void run();
    }, pause * 1000);
    return;
  }
  queue.shift();
  call(event.done, answer);
  void run();
}
