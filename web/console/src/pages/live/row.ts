import type { Geolocation } from '../../api/types.ts';

/** Row is a session as the stream tells it: SojournLiveRow of the API. */
export interface Row {
  id: string;
  type: string;
  shortId?: string;
  customerId?: string;
  customerIdType?: string;
  contact?: { id: string; name?: string };
  page?: { title?: string; url: string; hostname: string };
  screen?: string;
  place?: Pick<Geolocation, 'country' | 'countryName' | 'locality' | 'latitude' | 'longitude'>;
  source?: { medium?: string; name?: string; isCampaign: boolean };
  deviceCategory?: string;
  browserFamily?: string;
  eventCount: number;
  authenticated: boolean;
  createdDate: string;
  lastEvent: { id: string; eventName: string; createdDate: string };
  idleDate?: string;
  awayDate?: string;
  endedDate?: string;
  segments: string[];
  outcomes: string[];
}

/** Minute is what happened in one: SojournMinute of the API. */
export interface Minute {
  date: string;
  web: number;
  app: number;
  conversation: number;
  custom: number;
  sessions: number;
  segments: number;
  outcomes: number;
}

/** Presence is whether somebody is there. Only web and app sessions can tell; the others are open until they end. */
export type Presence = 'active' | 'idle' | 'away' | 'open' | 'ended';

/** presence compares a session's predictions with the clock (session.md §6.3). */
export function presence(s: Pick<Row, 'idleDate' | 'awayDate' | 'endedDate'>, now: number): Presence {
  if (past(s.endedDate, now)) return 'ended';
  if (!s.idleDate && !s.awayDate) return 'open';
  if (past(s.awayDate, now)) return 'away';
  return past(s.idleDate, now) ? 'idle' : 'active';
}

let [told, text] = [0, ''];

/** The API's dates are all of one form, so they compare as text: that is asked for each row, many times a second. */
function past(date: string | undefined, now: number): boolean {
  if (date === undefined) return false;
  if (told !== now) [told, text] = [now, new Date(now).toISOString()];
  return date <= text;
}

/** duration is how long a session has lasted: to its newest event, not to now (session.md §2). */
export function lasted(row: Row): number {
  return (Date.parse(row.lastEvent.createdDate) - Date.parse(row.createdDate)) / 1000;
}

/** person is what to call the customer of a session: by name, else by what is known. */
export function person(row: Row): string {
  if (row.contact?.name) return row.contact.name;
  if (row.customerIdType && row.customerIdType !== 'cookie' && row.customerId) return row.customerId;
  return row.shortId ? `Visitor ${row.shortId}` : `Visitor ${(row.customerId ?? row.id).slice(0, 8)}`;
}
