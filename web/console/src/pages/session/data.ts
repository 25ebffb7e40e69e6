import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { all, get } from '../../api/client.ts';
import type { FeedState } from '../../api/feed.ts';
import { useFeed } from '../../api/usefeed.ts';
import type { JourneyEvent, Session } from '../../api/types.ts';
import { merged } from './entries.ts';

const mostEvents = 5000;
const settle = 400; // ms to wait for more before the resource is read again

export interface SessionData {
  session: Session | undefined;
  events: JourneyEvent[];
  error: unknown;
  feed: FeedState;
  reload: () => void;
}

/**
 * useSession reads a session with its events and keeps both up to date. The stream is opened first and what is listed is
 * added to what it told, so that no event falls between the two.
 */
export function useSession(id: string): SessionData {
  const [session, setSession] = useState<Session>();
  const [events, setEvents] = useState<JourneyEvent[]>([]);
  const [error, setError] = useState<unknown>();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const path = `/api/v2/journey/sessions/${encodeURIComponent(id)}`;

  const readSession = useCallback(() => void get<Session>(path).then(setSession, setError), [path]);
  const reload = useCallback(() => {
    setError(undefined);
    readSession();
    all<JourneyEvent>(`${path}/events?pageSize=200`, mostEvents).then(
      (listed) => setEvents((known) => merged(listed, known)),
      setError,
    );
  }, [path]);

  const feed = useFeed(`/api/v2/sojourn/stream?sessionId=${encodeURIComponent(id)}`, (type, data) => {
    if (type === 'hello' || type === 'gap' || type === 'reset') reload();
    if (type === 'entry') setEvents((known) => merged(known, [data as JourneyEvent]));
    if (type === 'entry' || type === 'session') {
      clearTimeout(timer.current);
      timer.current = setTimeout(readSession, settle);
    }
  });
  const closed = feed.kind === 'closed';
  useEffect(() => {
    if (closed) reload(); // not live, but there
  }, [closed]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { session, events, error, feed, reload };
}
