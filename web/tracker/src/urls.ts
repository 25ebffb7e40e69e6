// Follows the URL of a single-page app (tracking-sdk.md §3).
import { emit, on } from './bus';
import { later, listen, quietly, type Stop } from './quiet';
import { flush, resume } from './send';

/** The URL of the page that is open, and the one that it was reached from. */
export let url = location.href;
export let referrer = document.referrer;

let following = false;
let prepared = false; // the page is
let pending: Stop | undefined; // the arrival that follows a leave
let telling = false; // those who want to know of the leave

/** Calls f just before the page is left: for another URL, or for good. */
export const onLeave = (f: () => void): Stop => on('leave', f);

/** Calls f with the URL once another one is reached. */
export const onArrive = (f: (url: string) => void): Stop => on('arrive', f);

function leave(): void {
  telling = true;
  emit('leave');
  telling = false;
}

/** Begins to follow. What is put into the page for it stays there for good: others may have built on it. */
export function followURL(): void {
  if (!prepared) {
    prepared = true;
    listen(window, 'popstate hashchange', check);
    listen(window, 'pagehide pageshow', onPage);
    patch('pushState');
    patch('replaceState');
  }
  if (!following) url = location.href;
  following = true;
}

export function unfollowURL(): void {
  following = false;
  pending?.();
  pending = undefined;
}

/** Catches up with a change of the URL at once, but for what is told while leaving: that is about the old one. */
export function settle(): void {
  if (telling) return;
  check();
  if (pending) arrive();
}

/** Routers set the title, and correct the URL, right after they changed it: so the arrival waits. */
function check(): void {
  if (!following || location.href === url || pending) return;
  leave();
  pending = later(arrive);
}

function arrive(): void {
  pending?.();
  pending = undefined;
  if (location.href === url) return;
  referrer = url;
  url = location.href;
  emit('arrive', url);
}

/** A page that is left sends what waits. One that comes back from the browser's cache is reached once more. */
function onPage({ type, persisted }: Partial<PageTransitionEvent>): void {
  if (type === 'pagehide') {
    flush(leave);
  } else if (persisted) {
    resume();
    emit('arrive', url);
  }
}

/** Looks at the URL behind a method of the history, which works as before: its errors are the page's. */
function patch(name: 'pushState' | 'replaceState'): void {
  const original = history[name];
  const look = quietly(check);
  history[name] = function (this: History, ...args) {
    original.apply(this, args);
    look();
  };
}
