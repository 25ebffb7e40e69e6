import { useRef } from 'preact/hooks';
import { all, get } from '../../api/client.ts';
import type { Contact, Identifier, Session } from '../../api/types.ts';
import { useFeed } from '../../api/usefeed.ts';
import type { PageProps } from '../../app/routes.tsx';
import { useLoad } from '../../design/load.ts';
import { Empty, Refused, Waiting } from '../../design/notice.tsx';
import { counted } from '../../format/number.ts';
import { nameOf, short } from '../../format/text.ts';
import { FeedStatus } from '../live/status.tsx';
import { ContactCard } from './contact.tsx';
import { Journey } from './journey.tsx';
import { SessionList } from './list.tsx';

const mostSessions = 500;
const settle = 1000; // ms

/** CustomerPage shows a customer with all sessions, of whatever kind. */
export default function CustomerPage({ values }: PageProps) {
  const { id = '', type } = values;
  const isContact = type === undefined;
  const path = isContact ? `/api/v2/externalcontacts/contacts/${encodeURIComponent(id)}` : '';
  const listing = isContact
    ? `${path}/journey/sessions?pageSize=200&includeMerged=true`
    : `/api/v2/sojourn/sessions?state=all&pageSize=200&customerId=${encodeURIComponent(id)}`;
  const contact = useLoad(path, async (signal) => (path ? get<Contact>(path, signal) : undefined));
  const identifiers = useLoad(`${path} ids`, async (signal) =>
    path ? all<Identifier>(`${path}/identifiers`, 500, signal) : [],
  );
  const sessions = useLoad(listing, (signal) => all<Session>(listing, mostSessions, signal));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const feed = useFeed(
    isContact ? `/api/v2/sojourn/stream?contactId=${encodeURIComponent(id)}` : '',
    (kind) => {
      if (kind !== 'session' && kind !== 'gap' && kind !== 'reset') return;
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        sessions.reload();
      }, settle);
    },
  );
  if (contact.error) return <Refused error={contact.error} again={contact.reload} />;
  if (!sessions.value)
    return sessions.error ? <Refused error={sessions.error} again={sessions.reload} /> : <Waiting />;
  const name = contact.value && nameOf(contact.value);
  return (
    <div class="stack">
      <div class="heading">
        <div>
          <h1>{name || (isContact ? `Contact ${short(id)}` : `Customer ${id}`)}</h1>
          <p>
            {counted(sessions.value.length, 'session')}
            {sessions.value.length >= mostSessions && ', the newest'}
            {contact.value?.type && ` · ${contact.value.type.toLowerCase()} contact`}
          </p>
        </div>
        {isContact && <FeedStatus state={feed} />}
      </div>
      {sessions.value.length > 0 ? (
        <section class="card" aria-label="Journey">
          <Journey sessions={sessions.value} />
        </section>
      ) : (
        <Empty title="This customer has no sessions">
          <p class="prose">They may have been erased, or belong to another contact of the same person.</p>
        </Empty>
      )}
      <div class="customer">
        <SessionList sessions={sessions.value} />
        {contact.value && <ContactCard contact={contact.value} identifiers={identifiers.value ?? []} />}
      </div>
    </div>
  );
}
