// Tells the server that the page is still looked at (tracking-sdk.md §9, events.md §3.5).
import { offerAction, type Action } from './actions';
import { customerID, sessionID } from './customer';
import { resource } from './deployment';
import { ask } from './http';
import { later, listen, type Stop } from './quiet';

const first = 10_000; // milliseconds; the shortest interval that a server asks for

let lastEvent = 0;
let interval = first;
let waiting: Stop | undefined;

/** Begins to ping, or goes on: an event was accepted. */
export function startPinging(): void {
  lastEvent = Date.now();
  if (waiting) return;
  if (interval < 0) interval = first;
  waiting = later(due, interval);
}

export function stopPinging(): void {
  waiting?.();
  waiting = undefined;
}

/** A hidden page does not ping; one that is looked at again makes up for it at once. */
function due(): void {
  if (document.visibilityState !== 'hidden') return void ping();
  const stop = waiting = listen(document, 'visibilitychange', () => {
    stop();
    due();
  });
}

async function ping(): Promise<void> {
  const mine = waiting;
  const query = new URLSearchParams({
    dl: location.href,
    dt: document.title,
    sessionId: sessionID(),
    sinceLastBeaconMilliseconds: String(Date.now() - lastEvent),
  });
  const { data } = await ask(resource(`customers/${customerID()}/ping?${query}`));
  if (waiting !== mine) return; // stopped meanwhile
  interval = data?.pollIntervalMilliseconds ?? interval;
  waiting = interval < 0 ? undefined : later(due, interval);
  (data?.actions as Action[] | undefined)?.forEach(offerAction);
}
