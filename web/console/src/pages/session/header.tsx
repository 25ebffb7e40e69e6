import type { FeedState } from '../../api/feed.ts';
import type { Contact, Session } from '../../api/types.ts';
import { OutcomeChip, SegmentChip } from '../../design/chips.tsx';
import { Kind, kindName } from '../../design/kind.tsx';
import { Time } from '../../design/time.tsx';
import { counted } from '../../format/number.ts';
import { capital, nameOf } from '../../format/text.ts';
import { duration } from '../../format/time.ts';
import { presence } from '../live/row.ts';
import { FeedStatus } from '../live/status.tsx';

interface Props {
  session: Session;
  contact: Contact | undefined;
  feed: FeedState;
}

/** Header says in a line or two whose session this is and how it stands. */
export function Header({ session, contact, feed }: Props) {
  const state = presence(session, Date.now());
  const name = (contact && nameOf(contact)) || titleOf(session);
  return (
    <header class="session-head">
      <Kind type={session.type} />
      <div class="who">
        <h1>{name}</h1>
        <p class="muted">
          {kindName(session.type)} session
          {session.shortId && ` ${session.shortId}`} · began <Time at={session.createdDate} /> ·{' '}
          {counted(session.eventCount, 'event')} in {duration(session.durationInSeconds ?? 0)}
        </p>
        <div class="chips">
          {session.outcomeAchievements?.map((a) => (
            <OutcomeChip key={a.outcome.id} id={a.outcome.id} />
          ))}
          {session.segmentAssignments?.map((a) => (
            <SegmentChip key={a.segment.id} id={a.segment.id} />
          ))}
        </div>
      </div>
      <div class="state">
        <span class={`status ${state}`}>{capital(state)}</span>
        {state !== 'ended' && <FeedStatus state={feed} />}
        <a class="button slim" href={customerPath(session)}>
          The customer’s whole journey
        </a>
      </div>
    </header>
  );
}

/** customerPath is the page of a session's customer: of the contact if there is one. */
export function customerPath(s: Pick<Session, 'externalContact' | 'customerId' | 'customerIdType'>): string {
  if (s.externalContact) return `customers/${s.externalContact.id}`;
  return `customers/${encodeURIComponent(s.customerIdType ?? 'cookie')}/${encodeURIComponent(s.customerId ?? '')}`;
}

function titleOf(s: Session): string {
  if (s.conversationSubject) return s.conversationSubject;
  if (s.externalId) return s.externalId;
  if (s.shortId) return `Visitor ${s.shortId}`;
  return s.customerId ?? s.id;
}
