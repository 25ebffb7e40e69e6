import { all } from '../../api/client.ts';
import type { Contact, Identifier, Phone } from '../../api/types.ts';
import { SegmentChip } from '../../design/chips.tsx';
import { useLoad } from '../../design/load.ts';
import { Time } from '../../design/time.tsx';
import { capital, short, words } from '../../format/text.ts';

interface Assignment {
  segment: { id: string };
  dateAssigned: string;
  dateForUnassignment: string;
}

const names: [keyof Contact, string][] = [
  ['salutation', 'Salutation'],
  ['title', 'Title'],
  ['workEmail', 'E-mail, work'],
  ['personalEmail', 'E-mail'],
  ['otherEmail', 'E-mail, other'],
  ['cellPhone', 'Mobile'],
  ['homePhone', 'Phone, home'],
  ['workPhone', 'Phone, work'],
  ['otherPhone', 'Phone, other'],
];

/** ContactCard is who a customer is, and how that is known. */
export function ContactCard({ contact: c, identifiers }: { contact: Contact; identifiers: Identifier[] }) {
  const path = `/api/v2/externalcontacts/contacts/${c.id}/journey/segments?includeMerged=true`;
  const held = useLoad(path, (signal) => all<Assignment>(path, 200, signal)).value ?? [];
  const merged = (c.mergeSet ?? []).filter((m) => m.id !== c.id);
  return (
    <aside class="card stack close" aria-label="Contact">
      <h2>Contact</h2>
      {c.canonicalContact && c.canonicalContact.id !== c.id && (
        <p class="notice warn">
          <span>
            Merged into <a href={`customers/${c.canonicalContact.id}`}>{short(c.canonicalContact.id)}</a>
          </span>
        </p>
      )}
      <dl class="facts">
        {names.map(([member, name]) => {
          const value = c[member] as string | Phone | undefined;
          const text = typeof value === 'object' ? (value.display ?? value.e164) : value;
          return text ? [<dt key={member}>{name}</dt>, <dd key={`${member} v`}>{text}</dd>] : null;
        })}
        <dt>Kind</dt>
        <dd>{c.type}</dd>
        {c.createDate && [
          <dt key="c">Since</dt>,
          <dd key="cv">
            <Time at={c.createDate} />
          </dd>,
        ]}
        <dt>Id</dt>
        <dd class="mono small">{c.id}</dd>
      </dl>
      <h3>Known by</h3>
      <ul class="identifiers">
        {identifiers.map((i) => (
          <li key={i.type + i.value}>
            <span class="muted small">{capital(words(i.type))}</span>
            <span class="mono">{i.value}</span>
            <span class="tiny muted">
              {i.sojournEvidence?.curated ? 'said by a person' : 'seen in an event'}
              {i.dateCreated && (
                <>
                  , <Time at={i.dateCreated} />
                </>
              )}
              {i.sojournEvidence?.session && (
                <>
                  {' '}
                  · <a href={`sessions/${i.sojournEvidence.session.id}`}>session</a>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {held.length > 0 && (
        <>
          <h3>Segments of the customer</h3>
          <ul class="identifiers">
            {held.map((a) => (
              <li key={a.segment.id}>
                <SegmentChip id={a.segment.id} />
                <span class="tiny muted">
                  since <Time at={a.dateAssigned} />, until <Time at={a.dateForUnassignment} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {merged.length > 0 && (
        <>
          <h3>Merged contacts</h3>
          <ul class="merged">
            {merged.map((m) => (
              <li key={m.id}>
                <a href={`customers/${m.id}`} class="mono small">
                  {m.id}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}
