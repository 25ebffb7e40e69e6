import { useEffect, useRef, useState } from 'preact/hooks';
import { Fault } from '../../api/fault.ts';
import { Refused } from '../../design/notice.tsx';
import { count, counted, percent } from '../../format/number.ts';
import { shown } from '../../format/time.ts';
import { backtest, type BacktestResult, type Progress } from './backtest.ts';
import { isTestable, requestOf, type Draft, type Kind } from './draft.ts';

const settle = 900; // ms after the last change
const again = 4000; // ms, when another backtest runs
const hour = 3600_000;
const spans = [
  [1, '24 hours'],
  [7, '7 days'],
  [30, '30 days'],
  [90, '90 days'],
] as const;

interface Props {
  kind: Kind;
  draft: Draft;
  onFault: (fault: unknown) => void;
}

/** Trial tells what a draft would have matched, before it is saved: by itself in the last hour, on demand in the past. */
export function Trial({ kind, draft, onFault }: Props) {
  const [days, setDays] = useState(30);
  const [progress, setProgress] = useState<Progress>();
  const [result, setResult] = useState<BacktestResult>();
  const [error, setError] = useState<unknown>();
  const running = useRef<AbortController | undefined>(undefined);
  const testable = isTestable(draft);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    const stop = (running.current = new AbortController());
    setError(undefined);
    setResult(undefined);
    setProgress({ share: 0, events: 0, sessions: 0 });
    const from = new Date(Date.now() - days * 24 * hour).toISOString();
    try {
      setResult(await backtest({ [kind]: named(kind, draft), from }, stop.signal, setProgress));
    } catch (e) {
      if (!stop.signal.aborted) (setError(e), onFault(e));
    }
    setProgress(undefined);
    running.current = undefined;
  };
  return (
    <section class="card stack close trial" aria-label="Backtest">
      <h2>What it would match</h2>
      <LastHour kind={kind} draft={draft} testable={testable} busy={progress !== undefined} />
      <div class="row">
        <select
          aria-label="How far back"
          class="slim"
          value={days}
          onChange={(e) => setDays(Number(e.currentTarget.value))}
        >
          {spans.map(([n, words]) => (
            <option key={n} value={n}>
              last {words}
            </option>
          ))}
        </select>
        {progress ? (
          <button type="button" class="button" onClick={() => running.current?.abort()}>
            Stop
          </button>
        ) : (
          <button type="button" class="button" disabled={!testable} onClick={run}>
            Backtest
          </button>
        )}
      </div>
      {progress && (
        <div role="status">
          <div
            class="progress"
            role="progressbar"
            aria-label="Backtest"
            aria-valuenow={Math.round(progress.share * 100)}
          >
            <span style={{ width: percent(progress.share).replace(' ', '') }} />
          </div>
          <p class="small muted">
            {percent(progress.share)} · {counted(progress.events, 'event')} ·{' '}
            {counted(progress.sessions, 'session')} matched so far
          </p>
        </div>
      )}
      {error ? <Refused error={error} /> : null}
      {result && <Found result={result} />}
    </section>
  );
}

/** A draft is tried before it has a name. */
function named(kind: Kind, draft: Draft) {
  return requestOf(kind, { ...draft, displayName: draft.displayName.trim() || 'Draft' });
}

/** LastHour counts by itself, whenever the draft has changed. */
function LastHour({
  kind,
  draft,
  testable,
  busy,
}: {
  kind: Kind;
  draft: Draft;
  testable: boolean;
  busy: boolean;
}) {
  const [found, setFound] = useState<BacktestResult>();
  const [words, setWords] = useState('');
  const asked = JSON.stringify([draft.context, draft.journey]);
  useEffect(() => {
    setFound(undefined);
    setWords('');
    if (!testable || busy) return;
    const stop = new AbortController();
    let timer = setTimeout(ask, settle);
    function ask() {
      const from = new Date(Date.now() - hour).toISOString();
      backtest({ [kind]: named(kind, draft), from }, stop.signal, () => undefined).then(setFound, (error) => {
        if (stop.signal.aborted) return;
        if (error instanceof Fault && (error.status === 429 || error.status === 409))
          timer = setTimeout(ask, again);
        else setWords(error instanceof Fault ? error.message : String(error));
      });
    }
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [asked, testable, busy]);
  if (!testable) return <p class="muted">Add a condition or a step, and you see here what it would match.</p>;
  return (
    <p class="last-hour" role="status">
      {found ? (
        <>
          <b>{counted(found.sessions, 'session')}</b> of {counted(found.customers, 'customer')} in the last
          hour <span class="muted">of {counted(found.events, 'event')}</span>
        </>
      ) : (
        <span class="muted">{words || 'Counting the last hour…'}</span>
      )}
    </p>
  );
}

function Found({ result: r }: { result: BacktestResult }) {
  return (
    <div class="stack close" role="status">
      <dl class="tiles">
        <div class="tile">
          <dt>Sessions</dt>
          <dd>{count(r.sessions)}</dd>
        </div>
        <div class="tile">
          <dt>Customers{r.customersAtLeast && ', at least'}</dt>
          <dd>{count(r.customers)}</dd>
        </div>
      </dl>
      <Days days={r.days} />
      <p class="small muted">
        {counted(r.events, 'event')} read in {count(r.milliseconds)} ms, {count(r.eventsPerSecond)} a second.
        {r.dropped > 0 &&
          ` ${counted(r.dropped, 'session')} had to be forgotten too early: the numbers are a little low.`}
      </p>
      {r.examples.length > 0 && (
        <p class="small examples">
          <span class="muted">Examples</span>
          {r.examples.slice(0, 8).map((id) => (
            <a key={id} href={`sessions/${id}`} class="mono">
              {id.slice(0, 8)}
            </a>
          ))}
        </p>
      )}
    </div>
  );
}

/** Days is the matches day by day. Days are UTC. */
function Days({ days }: { days: BacktestResult['days'] }) {
  const top = Math.max(1, ...days.map((d) => d.sessions));
  const step = 300 / Math.max(days.length, 7);
  if (!days.length) return null;
  return (
    <figure class="days">
      <svg
        viewBox="0 0 300 70"
        role="img"
        preserveAspectRatio="none"
        aria-label={`Sessions a day, at most ${count(top)}`}
      >
        <line class="axis" x1="0" x2="300" y1="69.500" y2="69.500" />
        {days.map((d, i) => (
          <g key={d.date}>
            <title>{`${d.date} UTC: ${counted(d.sessions, 'session')}, ${counted(d.customers, 'customer')}`}</title>
            <rect class="hit" x={i * step} y="0" width={step} height="70" />
            <rect
              x={i * step + step * 0.1}
              width={step * 0.8}
              y={69 - (d.sessions / top) * 66}
              height={(d.sessions / top) * 66}
            />
          </g>
        ))}
      </svg>
      <figcaption class="row spread tiny muted">
        <span>{shown(days[0]!.date, 'date', 'UTC')}</span>
        <span>{days.length > 1 && shown(days.at(-1)!.date, 'date', 'UTC')}</span>
      </figcaption>
    </figure>
  );
}
