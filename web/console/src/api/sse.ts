import { Lines } from './lines.ts';

/** ServerEvent is one event of an event stream. */
export interface ServerEvent {
  type: string;
  data: string;
  id: string | undefined; // where the stream goes on, if the event says it
}

/** EventParser reads the format text/event-stream. Comments are for the connection alone and are left out. */
export class EventParser {
  private lines = new Lines();
  private type = '';
  private id: string | undefined;
  private data: string[] = [];

  /** push takes the next part of a stream and returns the events that it completed. */
  push(part: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    for (const line of this.lines.push(part)) {
      if (line !== '') {
        this.field(line);
        continue;
      }
      if (this.data.length)
        events.push({ type: this.type || 'message', data: this.data.join('\n'), id: this.id });
      [this.type, this.id, this.data] = ['', undefined, []];
    }
    return events;
  }

  private field(line: string) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.type = value;
    else if (name === 'data') this.data.push(value);
    else if (name === 'id' && !value.includes('\0')) this.id = value;
  }
}
