import { lines } from './lines.ts';

/** ServerEvent is one event of an event stream. An empty type is a heartbeat: a comment, or nothing to tell. */
export interface ServerEvent {
  type: string;
  data: string;
  id: string | undefined; // where the stream goes on, if the event says it
}

/** serverEvents reads the format text/event-stream. Comments are yielded too, as signs of life. */
export async function* serverEvents(parts: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let type = '';
  let id: string | undefined;
  let data: string[] = [];
  for await (const line of lines(parts)) {
    if (line === '') {
      if (data.length) yield { type: type || 'message', data: data.join('\n'), id };
      [type, id, data] = ['', undefined, []];
      continue;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === '') yield { type: '', data: value, id: undefined };
    else if (name === 'event') type = value;
    else if (name === 'id') id = value.includes('\0') ? id : value;
    else if (name === 'data') data.push(value);
  }
}
