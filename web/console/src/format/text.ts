import type { Campaign, Contact, Geolocation, Referrer } from '../api/types.ts';

/** nameOf is what a person is called, empty if nobody knows. */
export function nameOf(c: Pick<Contact, 'firstName' | 'middleName' | 'lastName'>): string {
  return [c.firstName, c.middleName, c.lastName].filter(Boolean).join(' ');
}

/** placeOf is the parts of a place, the nearest first. */
export function placeOf(g: Pick<Geolocation, 'locality' | 'countryName' | 'country'> | undefined): string[] {
  return [g?.locality, g?.countryName ?? g?.country].filter((part): part is string => !!part);
}

/** sourceOf says in two parts where a visit came from: who sent it, and by what medium. */
export function sourceOf(
  campaign: Campaign | undefined,
  referrer: Partial<Referrer> | undefined,
): [string, string] {
  if (campaign && (campaign.source || campaign.medium || campaign.name)) {
    return [
      campaign.name ?? campaign.source ?? 'Campaign',
      [campaign.source, campaign.medium].filter(Boolean).join(' / '),
    ];
  }
  if (referrer?.medium && referrer.medium !== 'internal') {
    return [referrer.name ?? referrer.hostname ?? referrer.medium, referrer.medium];
  }
  return ['Direct', ''];
}

/** short is the beginning of an id: enough to tell a few apart. */
export function short(id: string): string {
  return id.length > 12 ? id.slice(0, 8) : id;
}

/** words makes a name of the API readable: lastUserDisconnectType becomes last user disconnect type. */
export function words(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** capital is a text with a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
