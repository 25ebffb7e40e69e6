// Takes over from the snippets, which have kept all calls so far (tracking-sdk.md §1).
import { quietly } from './quiet';

/** What a snippet leaves in its global: calls in q, its time in l or t, its configuration in c. */
export interface Stub {
  q?: Iterable<unknown>[];
  l?: unknown;
  t?: unknown;
  c?: { deploymentId?: string };
}

type Execute = (...args: unknown[]) => void;

/**
 * Puts execute in the place of a snippet's function, and returns that. The snippet may have chosen another
 * name for its function: it is in the global called register. A name that belongs to something else of the
 * page is left alone, and so is what another run of this script has put there: then there is no snippet.
 */
export function takeOver(register: string, usual: string, execute: Execute): Stub | undefined {
  const globals = window as unknown as Record<string, unknown>;
  const name = String(globals[register] ?? usual);
  const before = globals[name] as Stub | undefined;
  if (before && !(before.q || before.l || before.t)) return undefined;
  globals[name] = quietly(execute);
  return before ?? {};
}

/** Does what was kept in a snippet's queue, in its order. */
export function drain(stub: Stub | undefined, execute: Execute): void {
  for (const args of stub?.q ?? []) quietly(execute)(...args);
}
