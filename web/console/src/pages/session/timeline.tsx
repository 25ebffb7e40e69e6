import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { JourneyEvent } from '../../api/types.ts';
import { OutcomeChip, SegmentChip } from '../../design/chips.tsx';
import { Icon, type IconName } from '../../design/icon.tsx';
import { duration, shown, utc } from '../../format/time.ts';
import { words } from '../../format/text.ts';
import { told, type Told } from './entries.ts';

interface Props {
  events: readonly JourneyEvent[];
  began: string;
  moment: number | null;
  onMoment: (moment: number | null) => void;
}

const longPause = 60; // seconds that are worth a word
const atFirst = 300; // entries that are shown until asked for more

/** Timeline is what happened, in order. */
export function Timeline({ events, began, moment, onMoment }: Props) {
  const [limit, setLimit] = useState(atFirst);
  const left = Math.max(0, events.length - limit);
  let before = Date.parse(began);
  let day = '';
  return (
    <>
      {left > 0 && (
        <p>
          <button type="button" class="button plain slim" onClick={() => setLimit(limit + 1000)}>
            Show {Math.min(left, 1000)} earlier ones
          </button>
        </p>
      )}
      <ol class="timeline">
        {events.slice(left).map((event, i) => {
          const at = Date.parse(event.createdDate);
          const pause = (at - before) / 1000;
          before = at;
          const today = shown(event.createdDate, 'day');
          const newDay = today !== day;
          day = today;
          return (
            <Fragment key={event.id}>
              {newDay && <li class="day small muted">{today}</li>}
              {pause >= longPause && !newDay && <li class="pause tiny muted">{duration(pause)} later</li>}
              <Entry
                event={event}
                dim={moment !== null && left + i > moment}
                chosen={moment === left + i}
                onChoose={() => onMoment(left + i === events.length - 1 ? null : left + i)}
              />
            </Fragment>
          );
        })}
      </ol>
    </>
  );
}

interface EntryProps {
  event: JourneyEvent;
  dim: boolean;
  chosen: boolean;
  onChoose: () => void;
}

function Entry({ event, dim, chosen, onChoose }: EntryProps) {
  const t = told(event);
  const more =
    Object.keys(t.attributes).length +
    Object.keys(t.lists).length +
    Object.keys(t.traits).length +
    t.facts.length;
  return (
    <li
      class={`entry ${t.kind} ${dim ? 'dim' : ''} ${chosen ? 'chosen' : ''}`}
      aria-current={chosen ? 'step' : undefined}
    >
      <button
        type="button"
        class="when mono"
        onClick={onChoose}
        title={`${utc(event.createdDate)}. Show the session as of then`}
      >
        <time dateTime={event.createdDate}>{shown(event.createdDate, 'clock')}</time>
      </button>
      <span class="mark">
        <Icon name={iconOf(t)} />
      </span>
      <div class="what">
        <p>
          <span class={t.kind === 'event' ? 'strong' : 'muted'}>
            {t.kind === 'event' ? words(t.name) : t.name}
          </span>{' '}
          {t.kind === 'segment' && <SegmentChip id={t.about} />}
          {t.kind === 'outcome' && <OutcomeChip id={t.about} name={t.address} />}
          {t.kind === 'event' && t.about}
        </p>
        {t.kind === 'event' && t.address && <p class="muted small">{t.address}</p>}
        {more > 0 && <More told={t} count={more} />}
      </div>
    </li>
  );
}

/** More is what an event carries, shown when asked for. */
function More({ told: t, count }: { told: Told; count: number }) {
  return (
    <details class="small">
      <summary>
        {count} more {count === 1 ? 'detail' : 'details'}
      </summary>
      <dl class="facts">
        {t.facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} v`}>{value}</dd>])}
        {Object.entries(t.attributes).map(([name, a]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} v`} title={a.dataType}>
            {a.value}
          </dd>,
        ])}
        {Object.entries(t.lists).map(([name, l]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} v`}>{l.values.join(', ')}</dd>,
        ])}
        {Object.entries(t.traits).map(([name, a]) => [
          <dt key={`trait ${name}`}>{name} (trait)</dt>,
          <dd key={`trait ${name} v`}>{a.value}</dd>,
        ])}
      </dl>
    </details>
  );
}

const icons: [RegExp, IconName][] = [
  [/page_view/, 'page'],
  [/screen_view/, 'app'],
  [/search/, 'search'],
  [/cart|basket|product_added|order|purchase|checkout/, 'cart'],
  [/form|submitted|abandoned|register/, 'form'],
  [/click/, 'click'],
  [/user_|acw|wrapup/, 'person'],
  [/customer_|acd_|flow_|voicemail/, 'phone'],
];

function iconOf(t: Told): IconName {
  if (t.kind === 'segment') return 'segments';
  if (t.kind === 'outcome') return 'flag';
  return icons.find(([pattern]) => pattern.test(t.name))?.[1] ?? 'dot';
}
