// Who wants to know of what: of parts of the tracker, and of web actions (tracking-sdk.md §2).
import { call, type Stop } from './quiet';

let handlers: [name: string, handler: unknown][] = [];

/** Calls handler with what happens under that name. */
export function on(name: string, handler: unknown): Stop {
  const entry: [string, unknown] = [name, handler];
  handlers.push(entry);
  return () => handlers = handlers.filter((each) => each !== entry);
}

/** Stops a handler of a name, or all. */
export function off(name: string, handler?: unknown): void {
  handlers = handlers.filter((each) => each[0] !== name || handler && each[1] !== handler);
}

/** Tells all who want to know. */
export function emit(name: string, data?: unknown): void {
  for (const [wanted, handler] of handlers) {
    if (wanted === name) call(handler, data);
  }
}

/** Calls handler the next time only. */
export function once(name: string, handler: unknown): void {
  const stop = on(name, (data: unknown) => {
    stop();
    call(handler, data);
  });
}
