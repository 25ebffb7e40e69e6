import { useId } from 'preact/hooks';
import { sessionTypes } from '../../api/names.ts';
import type { Conditions, Criterion, JourneyPattern } from '../../api/rules.ts';
import { Icon } from '../../design/icon.tsx';
import { kindName } from '../../design/kind.tsx';
import { live } from '../live/store.ts';
import { CriterionForm } from './criterion.tsx';
import { newCriterion, newPattern, replaced } from './draft.ts';
import { streamOf } from './vocabulary.ts';

interface Props {
  value: Conditions;
  wrong: (path: string) => string | undefined;
  onChange: (value: Conditions) => void;
}

/** ConditionsForm is both parts of a condition: what the session must be like, and what must happen in it. */
export function ConditionsForm({ value, wrong, onChange }: Props) {
  return (
    <>
      <ContextForm value={value} wrong={wrong} onChange={onChange} />
      <JourneyForm value={value} wrong={wrong} onChange={onChange} />
    </>
  );
}

/** The patterns of a context all have to hold, as do their criteria: the form shows them as one list. */
function ContextForm({ value, wrong, onChange }: Props) {
  const places = value.context.patterns.flatMap((p, i) =>
    p.criteria.map((criterion, j) => ({ criterion, i, j })),
  );
  const put = (i: number, j: number, criterion: Criterion | undefined) => {
    const criteria = replaced(value.context.patterns[i]!.criteria, j, criterion);
    onChange({
      ...value,
      context: { patterns: replaced(value.context.patterns, i, criteria.length ? { criteria } : undefined) },
    });
  };
  const add = () => {
    const criterion = newCriterion('device.category', true);
    const [head, ...rest] = value.context.patterns;
    onChange({
      ...value,
      context: { patterns: [{ criteria: [...(head?.criteria ?? []), criterion] }, ...rest] },
    });
  };
  return (
    <fieldset class="part">
      <legend>Who: what the session is like</legend>
      <p class="muted small">
        All of these have to hold, at the moment when the journey below is complete or later.
      </p>
      <ul class="criteria">
        {places.map(({ criterion, i, j }) => (
          <CriterionForm
            key={`${i} ${j}`}
            criterion={criterion}
            inContext
            wrong={(member) => wrong(`context.patterns[${i}].criteria[${j}].${member}`)}
            onChange={(c) => put(i, j, c)}
          />
        ))}
      </ul>
      <Add onClick={add}>Add a condition</Add>
    </fieldset>
  );
}

function JourneyForm({ value, wrong, onChange }: Props) {
  const { patterns } = value.journey;
  const set = (next: JourneyPattern[]) => onChange({ ...value, journey: { patterns: next } });
  const type = patterns[0]?.sessionType ?? 'web';
  const types = [...new Set(['web', 'app', 'conversation', ...sessionTypes.value.keys(), type])];
  const retype = (sessionType: string) =>
    set(patterns.map((p) => ({ ...p, sessionType, streamType: streamOf(sessionType) })));
  return (
    <fieldset class="part">
      <legend>What: what happens in it</legend>
      <p class="muted small">Steps in this order, within one session. Other events may come in between.</p>
      {patterns.length > 0 && (
        <label class="row small">
          <span>In sessions of the kind</span>
          <select class="slim" value={type} onChange={(e) => retype(e.currentTarget.value)}>
            {types.map((t) => (
              <option key={t} value={t}>
                {kindName(t)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ol class="steps-form">
        {patterns.map((pattern, i) => (
          <PatternForm
            key={i}
            number={i + 1}
            pattern={pattern}
            wrong={(path) => wrong(`journey.patterns[${i}]${path}`)}
            onChange={(p) => set(replaced(patterns, i, p))}
          />
        ))}
      </ol>
      <Add onClick={() => set([...patterns, newPattern(patterns)])}>
        {patterns.length ? 'Add a step that follows' : 'Add a step'}
      </Add>
    </fieldset>
  );
}

interface PatternProps {
  number: number;
  pattern: JourneyPattern;
  wrong: (path: string) => string | undefined;
  onChange: (pattern: JourneyPattern | undefined) => void;
}

function PatternForm({ number, pattern: p, wrong, onChange }: PatternProps) {
  const id = useId();
  const names = new Set([
    'page_viewed',
    'screen_viewed',
    ...live.rows.ordered.map((row) => row.lastEvent.eventName),
  ]);
  const set = (part: Partial<JourneyPattern>) => onChange({ ...p, ...part });
  const said = wrong('') ?? wrong('.eventName') ?? wrong('.count');
  return (
    <li class="step-form">
      <div class="row">
        <span class="step-number" aria-hidden="true">
          {number}
        </span>
        <input
          class="grow"
          aria-label={`Event of step ${number}; empty for any`}
          placeholder="any event"
          list={id}
          value={p.eventName ?? ''}
          onInput={(e) => {
            const { eventName: _, ...rest } = p;
            const name = e.currentTarget.value.trim();
            onChange(name ? { ...rest, eventName: name } : rest);
          }}
        />
        <datalist id={id}>
          {[...names].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <label class="row small times">
          <input
            type="number"
            min="1"
            max="100"
            aria-label={`How often, step ${number}`}
            value={p.count}
            onInput={(e) => set({ count: Math.max(1, e.currentTarget.valueAsNumber || 1) })}
          />
          {p.count === 1 ? 'time' : 'times'}
        </label>
        <button
          type="button"
          class="button icon plain"
          aria-label={`Remove step ${number}`}
          onClick={() => onChange(undefined)}
        >
          <Icon name="cross" />
        </button>
      </div>
      {said && <p class="wrong small">{said}</p>}
      <ul class="criteria">
        {p.criteria.map((criterion, j) => (
          <CriterionForm
            key={j}
            criterion={criterion}
            inContext={false}
            wrong={(member) => wrong(`.criteria[${j}].${member}`)}
            onChange={(c) => set({ criteria: replaced(p.criteria, j, c) })}
          />
        ))}
      </ul>
      <Add onClick={() => set({ criteria: [...p.criteria, newCriterion('page.pathname', false)] })}>
        Only where…
      </Add>
    </li>
  );
}

function Add({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <button type="button" class="button slim" onClick={onClick}>
      <Icon name="plus" />
      {children}
    </button>
  );
}
