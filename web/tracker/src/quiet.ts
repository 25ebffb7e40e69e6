// The page is a guest house: whatever goes wrong in here, nobody outside may notice more than a warning.

/** Undoes what was begun: removes listeners, ends timers. */
export type Stop = () => void;

/** Tells the site's developers in the console, and nobody else. */
export function warn(...words: unknown[]): void {
  window.console?.warn('Sojourn:', ...words);
}

/** Returns f as a function that never throws. */
export function quietly<A extends unknown[], R>(f: (...args: A) => R): (...args: A) => R | undefined {
  return (...args) => {
    try {
      return f(...args);
    } catch (error) {
      warn(error);
      return undefined;
    }
  };
}

/** Calls a function that the page gave us, if it did. */
export function call(f: unknown, ...args: unknown[]): void {
  if (typeof f === 'function') quietly(f as (...args: unknown[]) => void)(...args);
}

/** Stops several things as one. */
export function all(stops: Stop[]): Stop {
  return () => stops.forEach(call);
}

/**
 * Listens before the page's own handlers do, which may stop an event on its way. Types are separated by
 * blanks.
 */
export function listen(target: EventTarget, types: string, handler: (event: Event) => void): Stop {
  const safe = quietly(handler);
  return all(types.split(' ').map((type) => {
    target.addEventListener(type, safe, true);
    return () => target.removeEventListener(type, safe, true);
  }));
}

/** Calls f after that many milliseconds. */
export function later(f: () => void, milliseconds = 0): Stop {
  const timer = setTimeout(quietly(f), milliseconds);
  return () => clearTimeout(timer);
}
