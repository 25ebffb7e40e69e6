import { useEffect, useRef, useState } from 'preact/hooks';
import { send } from './client.ts';
import { Feed, type FeedState } from './feed.ts';
import type { ServerEvent } from './sse.ts';

/** useFeed follows the stream at a path, from now on, while the page is there. An empty path follows none. */
export function useFeed(path: string, receive: (type: string, data: unknown) => void): FeedState {
  const [state, setState] = useState<FeedState>({ kind: 'connecting' });
  const latest = useRef(receive);
  latest.current = receive;
  useEffect(() => {
    if (!path) return;
    const feed = new Feed({
      open: async (cursor, signal) => {
        const headers: Record<string, string> = { Accept: 'text/event-stream' };
        if (cursor) headers['Last-Event-ID'] = cursor;
        return (await send(path, { signal, headers })).body!;
      },
      receive: (event: ServerEvent) => latest.current(event.type, JSON.parse(event.data)),
      changed: setState,
    });
    void feed.run();
    return () => feed.close();
  }, [path]);
  return state;
}
