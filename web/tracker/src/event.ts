// Puts an event together as the server takes it (events.md §3.1), but for the customer's id.
import { options } from './options';
import { cut, describePage } from './page';
import { takeTraits } from './traits';
import { referrer, url } from './urls';
import { typed, type Values } from './values';

const mostAttributes = 50;
const mostTraits = 20;

/** What the page, or a module, says of an event. */
export interface Details {
  attributes?: Values | undefined;
  traitsMapper?: unknown;
  location?: string | undefined; // absolute, or relative to the page
  title?: string | undefined;
}

export function buildEvent(eventName: string, details: Details) {
  const attributes: Values = { ...details.attributes };
  const traits = takeTraits(attributes, options.globalTraitsMapper ?? [], details.traitsMapper ?? []);
  return {
    eventName,
    page: describePage(details.location === undefined ? url : new URL(details.location, url).href, details.title),
    referrerUrl: cut(referrer) || undefined,
    attributes: typed(attributes, mostAttributes),
    traits: typed(traits, mostTraits, /[^\w.-]/g),
    createdDate: new Date().toISOString(),
  };
}
