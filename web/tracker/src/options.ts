/** The options of `init` (tracking-sdk.md §2). */
export interface Options {
  globalTraitsMapper?: unknown;
  allowedDomains?: string[];
  cookieDomain?: string;
  cookieExpires?: number; // seconds
  cookiePrefix?: string;
  storage?: 'cookie' | 'local';
  consent?: boolean;
  apiUrl?: string;
}

/** The options that hold. */
export let options: Options = {};

/** Adds to the options that hold. */
export function configure(more: Options): void {
  options = { ...options, ...more };
}
