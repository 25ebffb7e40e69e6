// What conditions can ask, in words (segments-outcomes.md §1.3 and §1.4).

export interface Key {
  key: string;
  name: string;
  group: string;
  values?: string[]; // those that make sense; any other text may be given too
}

/** contextKeys ask about the session as it is. */
export const contextKeys: Key[] = [
  {
    key: 'device.category',
    name: 'device',
    group: 'Device',
    values: ['desktop', 'mobile', 'tablet', 'other'],
  },
  { key: 'device.type', name: 'device model', group: 'Device' },
  {
    key: 'device.osFamily',
    name: 'operating system',
    group: 'Device',
    values: ['Windows', 'Mac OS X', 'iOS', 'Android', 'Linux', 'Chrome OS'],
  },
  {
    key: 'browser.family',
    name: 'browser',
    group: 'Device',
    values: ['Chrome', 'Safari', 'Mobile Safari', 'Firefox', 'Edge'],
  },
  { key: 'browser.lang', name: 'browser language', group: 'Device' },
  { key: 'browser.version', name: 'browser version', group: 'Device' },
  { key: 'mktCampaign.source', name: 'campaign source', group: 'Campaign' },
  {
    key: 'mktCampaign.medium',
    name: 'campaign medium',
    group: 'Campaign',
    values: ['cpc', 'email', 'social', 'display', 'affiliate'],
  },
  { key: 'mktCampaign.name', name: 'campaign name', group: 'Campaign' },
  { key: 'mktCampaign.term', name: 'campaign term', group: 'Campaign' },
  { key: 'mktCampaign.content', name: 'campaign content', group: 'Campaign' },
  { key: 'mktCampaign.clickId', name: 'click id', group: 'Campaign' },
  { key: 'mktCampaign.network', name: 'campaign network', group: 'Campaign' },
  { key: 'geolocation.countryName', name: 'country', group: 'Place' },
  { key: 'geolocation.country', name: 'country code', group: 'Place' },
  { key: 'geolocation.region', name: 'region', group: 'Place' },
  { key: 'geolocation.locality', name: 'city', group: 'Place' },
  { key: 'geolocation.postalCode', name: 'postal code', group: 'Place' },
  { key: 'ipOrganization', name: 'network owner', group: 'Place' },
  {
    key: 'referrer.medium',
    name: 'kind of referrer',
    group: 'Referrer',
    values: ['internal', 'search', 'social', 'email', 'paid', 'unknown'],
  },
  { key: 'referrer.hostname', name: 'referrer host', group: 'Referrer' },
  { key: 'referrer.url', name: 'referrer address', group: 'Referrer' },
  { key: 'authenticated', name: 'signed in', group: 'Customer', values: ['true', 'false'] },
];

/** journeyKeys ask about one event. Attributes and traits have names of their own, see namedKey. */
export const journeyKeys: Key[] = [
  { key: 'page.pathname', name: 'page path', group: 'Page' },
  { key: 'page.title', name: 'page title', group: 'Page' },
  { key: 'page.url', name: 'page address', group: 'Page' },
  { key: 'page.hostname', name: 'page host', group: 'Page' },
  { key: 'page.domain', name: 'page domain', group: 'Page' },
  { key: 'page.queryString', name: 'page query', group: 'Page' },
  { key: 'page.fragment', name: 'page fragment', group: 'Page' },
  { key: 'page.keywords', name: 'page keywords', group: 'Page' },
  { key: 'searchQuery', name: 'search text', group: 'Event' },
  { key: 'eventName', name: 'event name', group: 'Event' },
  { key: 'screenName', name: 'screen', group: 'App' },
  { key: 'app.name', name: 'app', group: 'App' },
  { key: 'app.namespace', name: 'app namespace', group: 'App' },
  { key: 'app.version', name: 'app version', group: 'App' },
];

/** Operator is a way to compare. Without its own word for several values, these are alternatives. */
export interface Operator {
  operator: string;
  words: string;
  joined: 'or' | 'and';
  numeric?: true;
}

export const operators: Operator[] = [
  { operator: 'equal', words: 'is', joined: 'or' },
  { operator: 'notEqual', words: 'is not', joined: 'or' },
  { operator: 'containsAny', words: 'contains', joined: 'or' },
  { operator: 'containsAll', words: 'contains all of', joined: 'and' },
  { operator: 'notContainsAny', words: 'contains none of', joined: 'or' },
  { operator: 'notContainsAll', words: 'does not contain all of', joined: 'and' },
  { operator: 'startsWith', words: 'starts with', joined: 'or' },
  { operator: 'endsWith', words: 'ends with', joined: 'or' },
  { operator: 'greaterThan', words: 'is more than', joined: 'or', numeric: true },
  { operator: 'greaterThanOrEqual', words: 'is at least', joined: 'or', numeric: true },
  { operator: 'lessThan', words: 'is less than', joined: 'or', numeric: true },
  { operator: 'lessThanOrEqual', words: 'is at most', joined: 'or', numeric: true },
];

/** namedKey takes the key of an attribute or a trait apart. */
export function namedKey(key: string): { of: 'attributes' | 'traits'; name: string } | undefined {
  const found = /^(attributes|traits)\.(.*)\.value$/.exec(key);
  return found ? { of: found[1] as 'attributes' | 'traits', name: found[2]! } : undefined;
}

/** keyNamed puts it together. */
export function keyNamed(of: 'attributes' | 'traits', name: string): string {
  return `${of}.${name}.value`;
}

/** keyName is what a key is called. */
export function keyName(key: string): string {
  const named = namedKey(key);
  if (named) return named.of === 'traits' ? `trait ${named.name}` : named.name;
  return [...contextKeys, ...journeyKeys].find((k) => k.key === key)?.name ?? key;
}

/** streamOf is the stream that belongs to a type of session. */
export function streamOf(sessionType: string): string {
  return (
    ({ web: 'Web', app: 'App', conversation: 'Conversation' } as Record<string, string>)[sessionType] ??
    'Custom'
  );
}
