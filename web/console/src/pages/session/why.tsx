import { useEffect } from 'preact/hooks';
import { get } from '../../api/client.ts';
import type { DefinitionExplanation, Explanation, RuleStep } from '../../api/types.ts';
import { Refused, Waiting } from '../../design/notice.tsx';
import { useLoad } from '../../design/load.ts';
import { Time } from '../../design/time.tsx';
import { words } from '../../format/text.ts';

const often = 3000; // ms

const states: Record<DefinitionExplanation['state'], [string, string]> = {
  matched: ['Matched', 'on'],
  journeyDone: ['Journey done', 'idle'],
  running: ['Under way', 'idle'],
  notStarted: ['Not begun', 'away'],
  notEvaluated: ['Not evaluated', 'away'],
};

/** Why explains the session: how it began and ended, whose it is, and what each segment and outcome made of it. */
export function Why({ id, version }: { id: string; version: string }) {
  const {
    value: e,
    error,
    reload,
  } = useLoad(id, (signal) => get<Explanation>(`/api/v2/sojourn/sessions/${id}/explain`, signal));
  useEffect(() => {
    const timer = setTimeout(reload, often); // not with every event of a lively session
    return () => clearTimeout(timer);
  }, [version]);
  return (
    <section class="card" aria-label="Why it is so">
      <h2>Why</h2>
      {!e && (error ? <Refused error={error} /> : <Waiting />)}
      {e && (
        <div class="stack close">
          <Reason title="Why it began" text={e.began.explanation} />
          <Reason
            title={e.ended.reason === 'open' ? 'When it will end' : 'Why it ended'}
            text={e.ended.explanation}
            at={e.ended.date}
          />
          {e.contact && <Reason title="Why it belongs to this contact" text={e.contact.explanation} />}
          <Definitions all={e.definitions ?? []} />
        </div>
      )}
    </section>
  );
}

function Reason({ title, text, at }: { title: string; text: string; at?: string }) {
  return (
    <div>
      <h3>{title}</h3>
      <p class="muted">
        {text} {at && <Time at={at} />}
      </p>
    </div>
  );
}

function Definitions({ all }: { all: DefinitionExplanation[] }) {
  if (!all.length) return null;
  const interesting = ['matched', 'journeyDone', 'running', 'notStarted', 'notEvaluated'];
  const sorted = all.toSorted((a, b) => interesting.indexOf(a.state) - interesting.indexOf(b.state));
  return (
    <div>
      <h3>What segments and outcomes made of it</h3>
      <ul class="definitions">
        {sorted.map((d) => (
          <li key={d.id}>
            <details>
              <summary>
                <span>{d.displayName}</span>
                <span class={`status ${states[d.state]?.[1] ?? ''}`}>
                  {states[d.state]?.[0] ?? words(d.state)}
                </span>
              </summary>
              <Definition d={d} />
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Definition({ d }: { d: DefinitionExplanation }) {
  return (
    <div class="stack close small definition">
      <p>{d.explanation}</p>
      {d.gained && (
        <p>
          {d.gained.carried
            ? 'Carried over from the customer'
            : d.kind === 'segment'
              ? 'Assigned'
              : 'Achieved'}{' '}
          <Time at={d.gained.date} />
          {d.gained.value !== undefined && `, value ${d.gained.value}`}
        </p>
      )}
      {d.missing.length > 0 && (
        <ul class="missing">
          {d.missing.map((m, i) => (
            <li key={i}>{m.explanation}</li>
          ))}
        </ul>
      )}
      {d.steps.length > 0 && (
        <ol class="steps">
          {d.steps.map((step, i) => (
            <li key={i}>{stepText(step)}</li>
          ))}
        </ol>
      )}
      <p>
        <a href={`${d.kind}s/${d.id}`}>Open the {d.kind}</a>
      </p>
    </div>
  );
}

function stepText(s: RuleStep) {
  const failed = s.failed.map(
    (f) => `${f.key} is ${f.found.length ? f.found.map((v) => `“${v}”`).join(', ') : 'missing'}`,
  );
  return (
    <>
      {s.event && (
        <>
          <Time at={s.event.createdDate} form="clock" /> {words(s.event.eventName)}
        </>
      )}
      {s.pattern !== undefined &&
        s.count !== undefined &&
        ` counted for step ${s.pattern + 1}, ${s.hits} of ${s.count}`}
      {s.matched && <b> matched</b>}
      {failed.length > 0 && <span class="muted"> · {failed.join('; ')}</span>}
    </>
  );
}
