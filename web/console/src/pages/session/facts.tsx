import type { ComponentChildren } from 'preact';
import type { Contact, Session } from '../../api/types.ts';
import { OutcomeChip, SegmentChip } from '../../design/chips.tsx';
import { Time } from '../../design/time.tsx';
import { count } from '../../format/number.ts';
import { nameOf, placeOf, short, words, capital } from '../../format/text.ts';
import { duration } from '../../format/time.ts';
import { sessionTypes } from '../../api/names.ts';
import { customerPath } from './header.tsx';

interface Props {
  session: Session;
  contact: Contact | undefined;
  then: string | undefined;
}

/** Facts is every field of a session, for people. */
export function Facts({ session: s, contact, then }: Props) {
  return (
    <div class="stack close facts-groups">
      <h2>
        {then ? (
          <>
            As it was at <Time at={then} />
          </>
        ) : (
          'The session'
        )}
      </h2>
      <Customer s={s} contact={contact} />
      <Happened s={s} />
      {s.conversation && <Conversation s={s} />}
      <Origin s={s} />
      <Machine s={s} />
      <Where s={s} />
      <Attributes s={s} />
      <Judged s={s} />
      <Life s={s} />
    </div>
  );
}

type Line = [string, ComponentChildren];

/** Group is some facts under a heading; without facts there is no heading. */
function Group({ title, lines }: { title: string; lines: Line[] }) {
  const known = lines.filter(([, value]) => value !== undefined && value !== '' && value !== false);
  if (!known.length) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl class="facts">
        {known.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} v`}>{value}</dd>])}
      </dl>
    </section>
  );
}

function Customer({ s, contact }: { s: Session; contact: Contact | undefined }) {
  const id = s.externalContact?.id;
  return (
    <Group
      title="Customer"
      lines={[
        ['Contact', id && <a href={customerPath(s)}>{(contact && nameOf(contact)) || short(id)}</a>],
        [
          s.customerIdType ? capital(words(s.customerIdType)) : 'Customer',
          s.customerId && <span class="mono">{s.customerId}</span>,
        ],
        ['Signed in', s.authenticated ? 'Yes' : 'No'],
        ['Short id', s.shortId],
        [
          'External id',
          s.externalId &&
            (s.externalUrl ? <External url={s.externalUrl}>{s.externalId}</External> : s.externalId),
        ],
      ]}
    />
  );
}

/** External is a link elsewhere. Only http and https are: nothing else from an event becomes a link. */
function External({ url, children }: { url: string; children: ComponentChildren }) {
  if (!/^https?:\/\//i.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Happened({ s }: { s: Session }) {
  return (
    <Group
      title="Activity"
      lines={[
        [
          'Last page',
          s.lastPage && (s.lastPage.title ? `${s.lastPage.title}, ${s.lastPage.url}` : s.lastPage.url),
        ],
        ['Last screen', s.lastScreen],
        [
          'Last event',
          <>
            {words(s.lastEvent.eventName)}, <Time at={s.lastEvent.createdDate} />
          </>,
        ],
        ['Events', count(s.eventCount)],
        ['Page views', s.pageviewCount !== undefined && count(s.pageviewCount)],
        ['Screen views', s.screenviewCount !== undefined && count(s.screenviewCount)],
        ['Duration', duration(s.durationInSeconds ?? 0)],
        ['Searched for', s.searchTerms?.join(', ')],
      ]}
    />
  );
}

function Conversation({ s }: { s: Session }) {
  const channels = s.conversationChannels
    ?.map((c) => [c.type, c.messageType, c.platform].filter(Boolean).join(' · '))
    .join(', ');
  return (
    <Group
      title="Conversation"
      lines={[
        ['Subject', s.conversationSubject],
        ['Direction', s.originatingDirection],
        ['Channels', channels],
        ['Queue', s.lastConnectedQueue && <span class="mono">{s.lastConnectedQueue.id}</span>],
        ['Left the queue', s.lastAcdOutcome && words(s.lastAcdOutcome)],
        ['Agent', s.lastConnectedUser && <span class="mono">{s.lastConnectedUser.id}</span>],
        ['Agent left by', s.lastUserDisconnectType && words(s.lastUserDisconnectType)],
        [
          'Wrap-up',
          s.lastUserDisposition &&
            [s.lastUserDisposition.code, s.lastUserDisposition.notes].filter(Boolean).join(': '),
        ],
        ['Conversation id', <span class="mono">{s.conversation?.id}</span>],
        ['Case', s.caseReference && `${s.caseReference} ${s.caseStatus ?? ''}`],
      ]}
    />
  );
}

function Origin({ s }: { s: Session }) {
  const c = s.mktCampaign;
  return (
    <Group
      title="Came from"
      lines={[
        ['Campaign', c?.name],
        ['Source', c?.source],
        ['Medium', c?.medium],
        ['Term', c?.term],
        ['Content', c?.content],
        ['Click id', c?.clickId && <span class="mono">{c.clickId}</span>],
        ['Network', c?.network],
        ['Referrer', s.referrer && [s.referrer.name, s.referrer.url].filter(Boolean).join(', ')],
        ['Kind of site', s.referrer?.medium],
        ['Searched', s.referrer?.keywords],
      ]}
    />
  );
}

function Machine({ s }: { s: Session }) {
  const { browser: b, device: d, networkConnectivity: n } = s;
  return (
    <Group
      title="Device"
      lines={[
        [
          'Device',
          d &&
            [capital(d.category), d.manufacturer, d.type === 'Other' ? '' : d.type]
              .filter(Boolean)
              .join(' · '),
        ],
        ['System', d && `${d.osFamily} ${d.osVersion === 'unknown' ? '' : d.osVersion}`],
        ['Browser', b && `${b.family} ${b.version === 'unknown' ? '' : b.version}`],
        ['Language', b?.lang],
        ['Screen', d?.screenWidth && `${d.screenWidth} × ${d.screenHeight}`],
        ['Window', b?.viewWidth && `${b.viewWidth} × ${b.viewHeight}`],
        ['App', s.app && `${s.app.name} ${s.app.version} (${s.app.buildNumber})`],
        ['Library', s.sdkLibrary && `${s.sdkLibrary.name} ${s.sdkLibrary.version}`],
        [
          'Network',
          n &&
            [n.carrier, n.wifiEnabled && 'Wi-Fi', n.cellularEnabled && 'cellular']
              .filter(Boolean)
              .join(' · '),
        ],
        ['User agent', s.userAgentString && <span class="mono small">{s.userAgentString}</span>],
      ]}
    />
  );
}

function Where({ s }: { s: Session }) {
  const g = s.geolocation;
  return (
    <Group
      title="Place"
      lines={[
        [
          'Place',
          [g?.locality, g?.regionName, ...placeOf(g && { countryName: g.countryName ?? g.country ?? '' })]
            .filter(Boolean)
            .join(', '),
        ],
        ['Postal code', g?.postalCode],
        ['Time zone', g?.timezone],
        ['Address', s.ipAddress && <span class="mono">{s.ipAddress}</span>],
        ['Network owner', s.ipOrganization],
        ['Divisions', s.divisionIds?.join(', ')],
      ]}
    />
  );
}

function Attributes({ s }: { s: Session }) {
  const order = sessionTypes.value.get(s.type)?.displayAttributes ?? [];
  const place = (name: string) => order.indexOf(name) + 1 || order.length + 1;
  const lines: Line[] = Object.entries(s.attributes ?? {}).map(([name, a]) => [name, a.value]);
  lines.push(...Object.entries(s.attributeLists ?? {}).map(([name, l]): Line => [name, l.values.join(', ')]));
  return <Group title="Attributes" lines={lines.sort((a, b) => place(a[0]) - place(b[0]))} />;
}

function Judged({ s }: { s: Session }) {
  const lines: Line[] = [];
  for (const a of s.outcomeAchievements ?? []) {
    lines.push([
      `Outcome ${a.outcome.id}`,
      <span key={a.outcome.id} class="row">
        <OutcomeChip id={a.outcome.id} /> <Time at={a.achievedDate} />
      </span>,
    ]);
  }
  for (const a of s.segmentAssignments ?? []) {
    lines.push([
      `Segment ${a.segment.id}`,
      <span key={a.segment.id} class="row">
        <SegmentChip id={a.segment.id} /> <Time at={a.assignedDate} />
      </span>,
    ]);
  }
  if (!lines.length) return null;
  return (
    <section>
      <h3>Outcomes and segments</h3>
      <ul class="stack judged">
        {lines.map(([key, value]) => (
          <li key={key}>{value}</li>
        ))}
      </ul>
    </section>
  );
}

function Life({ s }: { s: Session }) {
  return (
    <Group
      title="Life"
      lines={[
        ['Began', <Time at={s.createdDate} />],
        ['Idle from', s.idleDate && <Time at={s.idleDate} />],
        ['Away from', s.awayDate && <Time at={s.awayDate} />],
        ['Ended', s.endedDate && <Time at={s.endedDate} />],
        ['Id', <span class="mono small">{s.id}</span>],
      ]}
    />
  );
}
