import { person, presence, type Presence, type Row } from './row.ts';

/** Filter is what of the live sessions to show. Empty members let everything through. */
export interface Filter {
  type: string;
  state: '' | Presence;
  segment: string;
  outcome: string;
  text: string;
}

export const everything: Filter = { type: '', state: '', segment: '', outcome: '', text: '' };

const names = Object.keys(everything) as (keyof Filter)[];

/** fromQuery reads a filter from an address, where it can be bookmarked. */
export function fromQuery(query: URLSearchParams): Filter {
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as unknown as Filter;
}

/** toQuery writes it there: only what it says. */
export function toQuery(filter: Filter): string {
  const query = new URLSearchParams();
  for (const name of names) if (filter[name]) query.set(name, filter[name]);
  const text = query.toString();
  return text && `?${text}`;
}

export function isEverything(filter: Filter): boolean {
  return names.every((name) => !filter[name]);
}

/** filtered returns the rows that a filter lets through. Every word of the text has to be somewhere in a row. */
export function filtered(rows: readonly Row[], filter: Filter, now: number): Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (!filter.type || row.type === filter.type) &&
      (!filter.state || presence(row, now) === filter.state) &&
      (!filter.segment || row.segments.includes(filter.segment)) &&
      (!filter.outcome || row.outcomes.includes(filter.outcome)) &&
      (words.length === 0 || holds(row, words)),
  );
}

const texts = new WeakMap<Row, string>();

function holds(row: Row, words: string[]): boolean {
  let text = texts.get(row);
  if (text === undefined) {
    text = [
      person(row),
      row.customerId,
      row.shortId,
      row.id,
      row.page?.title,
      row.page?.url,
      row.screen,
      row.place?.locality,
      row.place?.countryName,
      row.source?.name,
      row.source?.medium,
      row.browserFamily,
      row.deviceCategory,
      row.lastEvent.eventName,
      row.type,
    ]
      .filter(Boolean)
      .join('\n')
      .toLowerCase();
    texts.set(row, text);
  }
  return words.every((word) => text.includes(word));
}
