// Who visits, as far as the browser knows: an id, and how often it came (tracking-sdk.md §7).
import { read, remove, write } from './store';

const idName = '_actmu';
const sessionName = '_actms';
const countersName = '_actcc'; // beacons and page views of this session, then of all
const visitsName = '_actvc';
const timesName = '_actts'; // of the first, the previous and this visit, in milliseconds
const dead = ['_actmi', '_actmh']; // of the former `identify`
const sessionLife = 20 * 60; // seconds; a session of the web lives as long without events

let known: string | undefined;

/** The customer's id: the one that is there, whoever made it, else a new one. Writing it again makes it last. */
export function customerID(): string {
  if (!known) {
    known = /^[\w.-]{8,128}$/.exec(read(idName))?.[0] ?? newUUID();
    write(idName, known);
    remove(dead);
  }
  return known;
}

/** The session of the last event that was accepted, if it may still be open, else empty. */
export const sessionID = (): string => read(sessionName);

/** Notes an accepted event and the session that the server put it into. */
export function noteAccepted(session: string, pageviews: number): void {
  const counters = numbers(countersName);
  if (sessionID() !== session) {
    const [first, , current] = numbers(timesName);
    const now = Date.now();
    write(timesName, [first || now, current || now, now].join('.'));
    write(visitsName, String(numbers(visitsName)[0]! + 1));
    counters[0] = counters[1] = 0;
  }
  write(sessionName, session, sessionLife);
  write(countersName, counters.map((n, i) => n + (i % 2 ? pageviews : 1)).join('.'));
}

/** Forgets who visits, and that anybody did. */
export function forgetCustomer(): void {
  known = undefined;
  remove([idName, sessionName, countersName, visitsName, timesName, ...dead]);
}

/** Four numbers that are kept in one text. */
function numbers(name: string): number[] {
  return `${read(name)}.0.0.0`.split('.').slice(0, 4).map((part) => Number(part) || 0);
}

/** A random UUID, also on pages without https, where crypto.randomUUID is missing: a blob's URL ends in one. */
export function newUUID(): string {
  const url = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(url);
  return url.slice(-36);
}
