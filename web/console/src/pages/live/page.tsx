import { useEffect, useMemo } from 'preact/hooks';
import { go, place } from '../../app/router.ts';
import { Copyable } from '../../design/copy.tsx';
import { Empty, Refused, Waiting } from '../../design/notice.tsx';
import { kindName } from '../../design/kind.tsx';
import { count, counted } from '../../format/number.ts';
import { everything, filtered, fromQuery, isEverything, toQuery, type Filter } from './filter.ts';
import { Filters } from './filters.tsx';
import { WorldMap } from './map.tsx';
import { Minutes } from './minutes.tsx';
import { most } from './rows.ts';
import { FeedStatus } from './status.tsx';
import { live } from './store.ts';
import { SessionTable } from './table.tsx';
import { eventsIn, tally, type Tally } from './tally.ts';

/** LivePage shows who is here now. */
export default function LivePage() {
  useEffect(() => live.use(), []);
  void live.version.value; // rows are no signal
  const now = live.now.value;
  const filter = fromQuery(place.value.query);
  const setFilter = (f: Filter) => go(`/${toQuery(f)}`, 'replace');
  const all = live.rows.ordered;
  const rows = filtered(all, filter, now);
  const counts = tally(all, now);
  const map = useMemo(
    () => <WorldMap rows={rows} onCountry={(text) => setFilter({ ...everything, text })} />,
    [now, toQuery(filter)],
  );
  if (live.failure.value) return <Refused error={live.failure.value} again={() => live.again()} />;
  if (!live.loaded.value) return <Waiting>Looking who is here…</Waiting>;
  return (
    <div class="stack">
      <div class="heading">
        <h1>Live</h1>
        <FeedStatus state={live.feed.value} />
      </div>
      <div class="overview">
        <section class="card" aria-label="In numbers">
          <Totals counts={counts} />
          <Minutes minutes={live.minutes.value} />
        </section>
        <section class="card" aria-label="Where they are">
          {map}
        </section>
      </div>
      {all.length === 0 ? (
        <NobodyHere />
      ) : (
        <section class="stack close" aria-label="Sessions">
          <Filters filter={filter} types={[...counts.types.keys()].sort()} onChange={setFilter} />
          <p class="muted small" role="status">
            {isEverything(filter)
              ? `${counted(rows.length, 'session')}, newest first`
              : `${count(rows.length)} of ${counted(all.length, 'session')}`}
            {live.rows.crowded && `. There are more; the ${count(most)} with the latest news are here`}
          </p>
          {rows.length ? (
            <SessionTable rows={rows} />
          ) : (
            <Empty title="No session is like that at the moment" />
          )}
        </section>
      )}
    </div>
  );
}

function Totals({ counts }: { counts: Tally }) {
  const minutes = live.minutes.value;
  const whole = minutes.at(-2);
  const sum = (of: 'outcomes' | 'segments' | 'sessions') => minutes.reduce((n, m) => n + m[of], 0);
  const kinds = [...counts.types].sort((a, b) => b[1] - a[1]);
  return (
    <dl class="tiles">
      <div class="tile">
        <dt>Here now</dt>
        <dd>{count(counts.here)}</dd>
        <dd class="detail">{kinds.map(([type, n]) => `${kindName(type)} ${count(n)}`).join(' · ') || ' '}</dd>
      </div>
      <div class="tile">
        <dt>Active</dt>
        <dd>{count(counts.active)}</dd>
        <dd class="detail">
          idle {count(counts.idle)} · away {count(counts.away)}
        </dd>
      </div>
      <div class="tile">
        <dt>Events a minute</dt>
        <dd>{count(whole ? eventsIn(whole) : 0)}</dd>
        <dd class="detail">{count(sum('sessions'))} began in 1 h</dd>
      </div>
      <div class="tile">
        <dt>Outcomes an hour</dt>
        <dd>{count(sum('outcomes'))}</dd>
        <dd class="detail">{counted(sum('segments'), 'segment')}</dd>
      </div>
    </dl>
  );
}

function NobodyHere() {
  return (
    <Empty title="Nobody is here yet">
      <p class="prose">
        Sessions show here the moment their first event comes in. Put the snippet of a deployment into your
        pages: it is in <a href="settings">Settings</a>. Or let the visitors of a made-up shop come by, from a
        terminal:
      </p>
      <Copyable
        label="Command of the demo"
        text={`sojourn demo -server ${document.baseURI.replace(/\/$/, '')}`}
      />
    </Empty>
  );
}
