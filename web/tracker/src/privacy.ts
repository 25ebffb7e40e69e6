// Who is not tracked, before anybody is asked (tracking-sdk.md §8).
import { options } from './options';

interface Signals {
  globalPrivacyControl?: boolean;
  doNotTrack?: string | null;
}

/** Whether the browser says that its user does not want to be tracked. */
export function hasPrivacySignal(): boolean {
  const { globalPrivacyControl, doNotTrack } = navigator as Signals;
  return !!globalPrivacyControl || doNotTrack === '1';
}

/** Whether this page is of one of the allowed domains or below one (events.md §3.4). */
export function isAllowedDomain(): boolean {
  const host = `.${location.hostname}`;
  return options.allowedDomains?.some((domain) => host.endsWith(`.${domain.toLowerCase()}`)) ?? true;
}
