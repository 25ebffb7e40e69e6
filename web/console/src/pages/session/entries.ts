import type { Attributes, AttributeLists, JourneyEvent } from '../../api/types.ts';

/**
 * merged adds events to those that are known. The order is that of the API: by date, and of the same date as they came,
 * so that an event stands before what it caused. An event that is known already is not added again.
 */
export function merged(known: readonly JourneyEvent[], more: readonly JourneyEvent[]): JourneyEvent[] {
  const ids = new Set(known.map((e) => e.id));
  const all = [...known];
  for (const event of more) {
    if (ids.has(event.id)) continue;
    ids.add(event.id);
    let place = all.length;
    while (place > 0 && all[place - 1]!.createdDate > event.createdDate) place--;
    all.splice(place, 0, event);
  }
  return all;
}

/** What an entry of the timeline is about. */
export interface Told {
  kind: 'event' | 'segment' | 'outcome';
  name: string;
  about: string; // the page, screen or thing
  address: string; // in more detail
  attributes: Attributes;
  lists: AttributeLists;
  traits: Attributes;
  facts: [string, string][];
}

const nothing = { about: '', address: '', attributes: {}, lists: {}, traits: {}, facts: [] };

/** told reads what an event says, whatever its type. */
export function told(e: JourneyEvent): Told {
  if (e.segmentAssignmentEvent) {
    return {
      ...nothing,
      kind: 'segment',
      name: 'Segment assigned',
      about: e.segmentAssignmentEvent.segment.id,
    };
  }
  if (e.outcomeAchievedEvent) {
    const { outcome } = e.outcomeAchievedEvent;
    return {
      ...nothing,
      kind: 'outcome',
      name: 'Outcome achieved',
      about: outcome.id,
      address: outcome.displayName,
    };
  }
  const { webEvent: web, appEvent: app, customEvent: custom, conversationEvent: talk } = e;
  const facts: [string, string][] = [];
  const visit = web ?? app;
  if (visit?.searchQuery) facts.push(['Search', visit.searchQuery]);
  if (visit?.referrer && visit.referrer.medium !== 'internal') facts.push(['Referrer', visit.referrer.url]);
  if (visit?.mktCampaign) facts.push(['Campaign', Object.values(visit.mktCampaign).join(' · ')]);
  const body = { ...nothing, kind: 'event' as const, facts };
  if (web) {
    return {
      ...body,
      name: web.eventName,
      about: web.page.title || web.page.pathname,
      address: pathOf(web.page),
      attributes: web.attributes ?? {},
      traits: web.traits ?? {},
    };
  }
  if (app)
    return {
      ...body,
      name: app.eventName,
      about: app.screenName,
      attributes: app.attributes ?? {},
      traits: app.traits ?? {},
    };
  if (custom) {
    return {
      ...body,
      name: custom.eventName,
      attributes: custom.attributes ?? {},
      lists: custom.attributeLists ?? {},
      traits: custom.traits ?? {},
    };
  }
  if (talk)
    return {
      ...body,
      name: talk.eventName,
      about: summary(talk.body ?? {}),
      facts: members(talk.body ?? {}),
    };
  return { ...body, name: e.eventType.split('.').at(-1) ?? e.eventType };
}

function pathOf(page: { pathname: string; queryString?: string; fragment?: string }): string {
  return (
    page.pathname +
    (page.queryString ? `?${page.queryString}` : '') +
    (page.fragment ? `#${page.fragment}` : '')
  );
}

/** summary is what of a conversation event an agent would ask for first. */
function summary(body: Record<string, unknown>): string {
  const wanted = [
    'direction',
    'mediaType',
    'acdOutcome',
    'disconnectType',
    'wrapupNotes',
    'subject',
    'wrapupCode',
  ];
  return wanted
    .map((name) => body[name])
    .filter((value) => typeof value === 'string')
    .slice(0, 3)
    .join(' · ');
}

function members(body: Record<string, unknown>): [string, string][] {
  return Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
}
