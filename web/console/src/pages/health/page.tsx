import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client.ts';
import { Refused, Waiting } from '../../design/notice.tsx';
import { Time } from '../../design/time.tsx';
import { bytes, count, percent, rough, seconds } from '../../format/number.ts';
import { duration } from '../../format/time.ts';
import { capital, words } from '../../format/text.ts';
import { attention, quantile, rates, recent, taken, type Health, type Reason } from './readings.ts';
import { Spark } from './spark.tsx';

const every = 2000; // ms

/** HealthPage shows how the server is doing, read every two seconds. */
export default function HealthPage() {
  const [readings, setReadings] = useState<Health[]>([]);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const stop = new AbortController();
    const read = () =>
      get<Health>('/api/v2/sojourn/health', stop.signal).then(
        (h) => (setReadings((r) => taken(r, h)), setError(undefined)),
        (e) => stop.signal.aborted || setError(e),
      );
    void read();
    const timer = setInterval(read, every);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
  const h = readings.at(-1);
  if (!h) return error ? <Refused error={error} /> : <Waiting>Taking the pulse…</Waiting>;
  return (
    <div class="stack">
      <div class="heading">
        <div>
          <h1>Health</h1>
          <p>
            {h.version} · running for {duration((Date.parse(h.date) - Date.parse(h.startedDate)) / 1000)},
            since <Time at={h.startedDate} />
          </p>
        </div>
        <span class={`status ${error ? 'ended' : h.status === 'ready' ? 'on' : 'idle'}`} role="status">
          {error ? 'Not answering' : h.status === 'ready' ? 'Ready' : 'Takes no events'}
        </span>
      </div>
      {error ? <Refused error={error} /> : null}
      <Attention all={attention(readings)} />
      <Events readings={readings} h={h} />
      <Answers readings={readings} h={h} />
      <div class="thirds">
        <Store h={h} readings={readings} />
        <Machine h={h} readings={readings} />
      </div>
    </div>
  );
}

function Attention({ all }: { all: string[] }) {
  if (!all.length) return <p class="notice good">Nothing is slow, nothing is scarce.</p>;
  return (
    <ul class="notice warn" role="status">
      {all.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

interface Props {
  readings: Health[];
  h: Health;
}

function Events({ readings, h }: Props) {
  const pair = recent(readings, 10);
  const perSecond = (of: (x: Health) => number) => {
    if (!pair) return 0;
    return (
      Math.max(0, of(pair[1]) - of(pair[0])) / ((Date.parse(pair[1].date) - Date.parse(pair[0].date)) / 1000)
    );
  };
  const outcomes = ['accepted', 'repeated', 'notRecorded', 'refused', 'late'] as const;
  const names = {
    accepted: 'Accepted',
    repeated: 'Repeated',
    notRecorded: 'Filtered',
    refused: 'Refused',
    late: 'Late',
  };
  return (
    <section class="card stack close" aria-label="Events">
      <h2>Events a second</h2>
      <dl class="gauges">
        {outcomes.map((o) => (
          <div key={o} class="tile">
            <dt>{names[o]}</dt>
            <dd>{rough(perSecond((x) => x.events[o]))}</dd>
            <dd class="detail">{count(h.events[o])} since the start</dd>
            <dd aria-hidden="true">
              <Spark values={rates(readings, (x) => x.events[o])} />
            </dd>
          </div>
        ))}
      </dl>
      <div class="scroll" tabIndex={0} role="region" aria-label="Events by source">
        <table class="table slim">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col" class="number">
                A second
              </th>
              <th scope="col" class="number">
                Accepted
              </th>
              <th scope="col" class="number">
                Repeated
              </th>
              <th scope="col" class="number">
                Filtered
              </th>
              <th scope="col" class="number">
                Refused
              </th>
            </tr>
          </thead>
          <tbody>
            {h.events.sources.map((s) => (
              <tr key={s.source}>
                <th scope="row">{capital(words(s.source))}</th>
                <td class="number">
                  {rough(
                    perSecond((x) => x.events.sources.find((y) => y.source === s.source)?.accepted ?? 0),
                  )}
                </td>
                <td class="number">{count(s.accepted)}</td>
                <td class="number">{count(s.repeated)}</td>
                <td class="number">{count(s.notRecorded)}</td>
                <td class="number">{count(s.refused)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="reasons">
        <Reasons title="Refused because" all={h.events.refusals} none="Nothing was refused." />
        <Reasons title="Filtered because" all={h.events.unrecorded} none="Nothing was filtered." />
      </div>
    </section>
  );
}

function Reasons({ title, all, none }: { title: string; all: Reason[]; none: string }) {
  return (
    <div>
      <h3>{title}</h3>
      {all.length === 0 && <p class="muted small">{none}</p>}
      <dl class="facts numbers">
        {all
          .toSorted((a, b) => b.count - a.count)
          .map((r) => [
            <dt key={r.reason}>{words(r.reason.replaceAll('.', ' '))}</dt>,
            <dd key={`${r.reason} n`}>{count(r.count)}</dd>,
          ])}
      </dl>
    </div>
  );
}

function Answers({ readings, h }: Props) {
  const pair = recent(readings, 60);
  const since = (group: string) => pair?.[0].answers.find((a) => a.group === group);
  const time = (s: number | undefined) => (s === undefined ? '–' : `≤ ${seconds(s)}`);
  return (
    <section class="card stack close" aria-label="Time to answer">
      <h2>Time to answer, in the last minute</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Time to answer by kind of request">
        <table class="table slim">
          <thead>
            <tr>
              <th scope="col">Requests</th>
              <th scope="col" class="number">
                A second
              </th>
              <th scope="col" class="number">
                Half within
              </th>
              <th scope="col" class="number">
                99 % within
              </th>
              <th scope="col" class="number">
                99 % since the start
              </th>
              <th scope="col">
                <span class="unseen">Lately</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {h.answers.map((a) => {
              const before = since(a.group);
              const answered = rates(readings, (x) => x.answers.find((y) => y.group === a.group)?.count ?? 0);
              return (
                <tr key={a.group}>
                  <th scope="row">{capital(a.group)}</th>
                  <td class="number">
                    {rough(
                      answered.slice(-5).reduce((sum, v) => sum + v, 0) /
                        Math.max(1, answered.slice(-5).length),
                    )}
                  </td>
                  <td class="number">{time(before && quantile(before.buckets, a.buckets, 0.5))}</td>
                  <td class="number">{time(before && quantile(before.buckets, a.buckets, 0.99))}</td>
                  <td class="number">{time(a.p99Seconds)}</td>
                  <td class="spark-cell">
                    <Spark values={answered} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Store({ readings, h }: Props) {
  return (
    <>
      <section class="card" aria-label="Log">
        <h2>Log</h2>
        <dl class="facts numbers">
          <dt>Newest record</dt>
          <dd>{count(h.log.position)}</dd>
          <dt>Size</dt>
          <dd>{bytes(h.log.bytes)}</dd>
          <dt>Segments</dt>
          <dd>{count(h.log.segments)}</dd>
          <dt>Last sync</dt>
          <dd>{seconds(h.log.lastSyncSeconds)}</dd>
          <dt>Syncs a second</dt>
          <dd>{rough(rates(readings, (x) => x.log.syncs).at(-1) ?? 0)}</dd>
          <dt>Queue</dt>
          <dd>
            {count(h.lanes.queued)} of {count(h.lanes.capacity)}
          </dd>
        </dl>
      </section>
      <section class="card" aria-label="Index">
        <h2>Index</h2>
        <dl class="facts numbers">
          {h.index.sessions !== undefined && [
            <dt key="s">Sessions</dt>,
            <dd key="n">{count(h.index.sessions)}</dd>,
          ]}
          <dt>Size</dt>
          <dd>{bytes(h.index.bytes)}</dd>
          <dt>Not on disk yet</dt>
          <dd>{bytes(h.index.memoryBytes)}</dd>
          <dt>Generations</dt>
          <dd>{count(h.index.generations)}</dd>
          <dt>Flushes</dt>
          <dd>{count(h.index.flushes)}</dd>
          <dt>To be compacted</dt>
          <dd>{bytes(h.index.compactionDebtBytes)}</dd>
        </dl>
      </section>
    </>
  );
}

function Machine({ h }: Props) {
  const used = h.disk.totalBytes ? 1 - h.disk.freeBytes / h.disk.totalBytes : 0;
  return (
    <section class="card" aria-label="Machine">
      <h2>Machine</h2>
      <dl class="facts numbers">
        <dt>Disk free</dt>
        <dd>
          {bytes(h.disk.freeBytes)} of {bytes(h.disk.totalBytes)}
        </dd>
        <dt>Disk used</dt>
        <dd>{percent(used)}</dd>
        <dt>Memory</dt>
        <dd>{bytes(h.process.memoryBytes)}</dd>
        <dt>Heap</dt>
        <dd>{bytes(h.process.heapBytes)}</dd>
        <dt>Goroutines</dt>
        <dd>{count(h.process.goroutines)}</dd>
        <dt>Streams</dt>
        <dd>
          {count(h.streams.open)} of {count(h.streams.limit)}
        </dd>
      </dl>
    </section>
  );
}
