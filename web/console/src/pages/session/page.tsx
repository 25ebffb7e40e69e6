import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client.ts';
import type { PageProps } from '../../app/routes.tsx';
import { Refused, Waiting } from '../../design/notice.tsx';
import { useLoad } from '../../design/load.ts';
import type { Contact, Session } from '../../api/types.ts';
import { useSession } from './data.ts';
import { Facts } from './facts.tsx';
import { Header } from './header.tsx';
import { Moments } from './moments.tsx';
import { Raw } from './raw.tsx';
import { Timeline } from './timeline.tsx';
import { Why } from './why.tsx';

/** SessionPage shows one session: what it is, what happened, why it is so, and as it was at any of its events. */
export default function SessionPage({ values }: PageProps) {
  const id = values['id'] ?? '';
  const { session, events, error, feed, reload } = useSession(id);
  const [moment, setMoment] = useState<number | null>(null); // index of an event; null is now
  const at = moment === null ? undefined : events[moment]?.createdDate;
  const then = useSettled(at);
  const past = useLoad(`${id} ${then ?? ''}`, async (signal) =>
    then ? get<Session>(`/api/v2/journey/sessions/${id}?at=${encodeURIComponent(then)}`, signal) : undefined,
  );
  const contactId = session?.externalContact?.id;
  const contact = useLoad(contactId ?? '', async (signal) =>
    contactId ? get<Contact>(`/api/v2/externalcontacts/contacts/${contactId}`, signal) : undefined,
  );
  if (!session)
    return error ? <Refused error={error} again={reload} /> : <Waiting>Reading the session…</Waiting>;
  const shown = at ? (past.value ?? session) : session;
  return (
    <div class="stack">
      <Header session={session} contact={contact.value} feed={feed} />
      {error ? <Refused error={error} again={reload} /> : null}
      <div class="session">
        <section class="card" aria-label="Events">
          <Moments events={events} moment={moment} onMoment={setMoment} />
          <Timeline events={events} began={session.createdDate} moment={moment} onMoment={setMoment} />
        </section>
        <div class="stack">
          <section class={`card ${at ? 'past' : ''}`} aria-label="The session">
            {at && past.error ? <Refused error={past.error} /> : null}
            <Facts session={shown} contact={contact.value} then={at} />
          </section>
          <Why
            id={id}
            version={`${session.eventCount} ${session.segmentAssignments?.length} ${session.endedDate}`}
          />
          <Raw session={shown} />
        </div>
      </div>
    </div>
  );
}

const settling = 120; // ms; the slider passes many events on its way

function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), settling);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
