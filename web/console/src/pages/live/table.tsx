import { useRef } from 'preact/hooks';
import { OutcomeChip, SegmentChip } from '../../design/chips.tsx';
import { Kind } from '../../design/kind.tsx';
import { placeOf } from '../../format/text.ts';
import { count } from '../../format/number.ts';
import { stopwatch, utc } from '../../format/time.ts';
import { capital } from '../../format/text.ts';
import { lasted, person, presence, type Row } from './row.ts';
import { live } from './store.ts';
import { useNarrow, useWindow } from './window.ts';

const columns = [
  '',
  'Who',
  'Where on the site',
  'Place',
  'Source',
  'Events',
  'Lasted',
  'Segments and outcomes',
  'State',
];

/** SessionTable shows many sessions; only those on the screen are in the document. */
export function SessionTable({ rows }: { rows: readonly Row[] }) {
  const list = useRef<HTMLDivElement>(null);
  const height = useNarrow() ? 118 : 56;
  const [from, to] = useWindow(list, rows.length, height);
  const now = live.now.value;
  return (
    <div class="sessions" role="table" aria-label="Live sessions" aria-rowcount={rows.length + 1}>
      <div class="head" role="row" aria-rowindex={1}>
        {columns.map((name) => (
          <span key={name} role="columnheader">
            {name || <span class="unseen">Kind</span>}
          </span>
        ))}
      </div>
      <div ref={list} class="body" role="rowgroup" style={{ height: `${rows.length * height}px` }}>
        {rows.slice(from, to).map((row, i) => (
          <SessionRow
            key={row.id}
            row={row}
            now={now}
            index={from + i}
            top={(from + i) * height}
            height={height}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  row: Row;
  now: number;
  index: number;
  top: number;
  height: number;
}

function SessionRow({ row, now, index, top, height }: RowProps) {
  const state = presence(row, now);
  const changed = live.changed.get(row.id);
  const [near, far] = placeOf(row.place);
  const machine = [row.deviceCategory && capital(row.deviceCategory), row.browserFamily]
    .filter(Boolean)
    .join(' · ');
  return (
    <div
      class={`line ${state}`}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
    >
      {changed !== undefined && <span key={changed} class="flash" aria-hidden="true" />}
      <span role="cell" class="c-kind">
        <Kind type={row.type} />
      </span>
      <span role="cell" class="c-who two">
        <a href={`sessions/${row.id}`} class="clip strong">
          {person(row)}
        </a>
        <span class="clip muted small">
          {[row.authenticated && 'Signed in', machine].filter(Boolean).join(' · ') || row.shortId}
        </span>
      </span>
      <span role="cell" class="c-page two">
        <span class="clip">{row.page?.title || row.screen || row.lastEvent.eventName}</span>
        <span class="clip muted small">{row.page ? pathOf(row.page.url) : row.lastEvent.eventName}</span>
      </span>
      <span role="cell" class="c-place two">
        <span class="clip">{near ?? '–'}</span>
        <span class="clip muted small">{far}</span>
      </span>
      <span role="cell" class="c-source two">
        <span class="clip">
          {row.source?.name ?? (row.type === 'web' || row.type === 'app' ? 'Direct' : '–')}
        </span>
        <span class="clip muted small">{row.source?.medium}</span>
      </span>
      <span role="cell" class="c-events number">
        {count(row.eventCount)}
        <span class="unit">{row.eventCount === 1 ? ' event' : ' events'}</span>
      </span>
      <span role="cell" class="c-lasted number" title={`Began ${utc(row.createdDate)}`}>
        {stopwatch(lasted(row))}
      </span>
      <span role="cell" class="c-chips">
        {row.outcomes.map((id) => (
          <OutcomeChip key={id} id={id} />
        ))}
        {row.segments.map((id) => (
          <SegmentChip key={id} id={id} />
        ))}
      </span>
      <span role="cell" class="c-state">
        <span class={`status ${state}`}>{capital(state)}</span>
      </span>
    </div>
  );
}

function pathOf(url: string): string {
  try {
    const { pathname, search, hostname } = new URL(url);
    return pathname === '/' && !search ? hostname : pathname + search;
  } catch {
    return url;
  }
}
