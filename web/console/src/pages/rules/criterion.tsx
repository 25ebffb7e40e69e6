import type { Criterion } from '../../api/rules.ts';
import { Icon } from '../../design/icon.tsx';
import { contextKeys, journeyKeys, keyName, keyNamed, namedKey, operators, type Key } from './vocabulary.ts';
import { Values } from './values.tsx';

interface Props {
  criterion: Criterion;
  inContext: boolean;
  /** wrong tells what the server found wrong with a member. */
  wrong: (member: string) => string | undefined;
  onChange: (criterion: Criterion | undefined) => void;
}

/** CriterionForm is one comparison: what, how, with which values. */
export function CriterionForm({ criterion: c, inContext, wrong, onChange }: Props) {
  const keys = inContext ? contextKeys : journeyKeys;
  const named = namedKey(c.key);
  const operator = operators.find((o) => o.operator === c.operator) ?? operators[0]!;
  const set = (part: Partial<Criterion>) => onChange({ ...c, ...part });
  const choose = (key: string) =>
    set({ key: key === 'attributes' || key === 'traits' ? keyNamed(key, '') : key });
  return (
    <li class="criterion">
      <div class="which">
        <select
          aria-label="What to look at"
          value={named?.of ?? c.key}
          onChange={(e) => choose(e.currentTarget.value)}
        >
          <KeyOptions keys={keys} />
          {!inContext && (
            <optgroup label="By name">
              <option value="attributes">attribute…</option>
              <option value="traits">trait…</option>
            </optgroup>
          )}
        </select>
        {named && (
          <input
            aria-label={named.of === 'attributes' ? 'Name of the attribute' : 'Name of the trait'}
            placeholder="its name"
            value={named.name}
            aria-invalid={wrong('key') ? 'true' : undefined}
            title={wrong('key')}
            onInput={(e) => set({ key: keyNamed(named.of, e.currentTarget.value.trim()) })}
          />
        )}
      </div>
      <select
        aria-label="How to compare"
        value={operator.operator}
        onChange={(e) => {
          const next = operators.find((o) => o.operator === e.currentTarget.value)!;
          set({ operator: next.operator, values: next.numeric ? c.values.slice(0, 1) : c.values });
        }}
      >
        {operators.map((o) => (
          <option key={o.operator} value={o.operator}>
            {o.words}
          </option>
        ))}
      </select>
      <Values
        label={`Values of ${keyName(c.key)}`}
        values={c.values}
        suggestions={keys.find((k) => k.key === c.key)?.values ?? []}
        single={!!operator.numeric}
        numeric={!!operator.numeric}
        wrong={wrong('values')}
        onChange={(values) => set({ values })}
      />
      {operator.numeric ? (
        <span />
      ) : (
        <label class="check small" title="Upper and lower case count as the same">
          <input
            type="checkbox"
            checked={c.shouldIgnoreCase}
            onChange={(e) => set({ shouldIgnoreCase: e.currentTarget.checked })}
          />
          any case
        </label>
      )}
      <button
        type="button"
        class="button icon plain"
        aria-label={`Remove the condition on ${keyName(c.key)}`}
        onClick={() => onChange(undefined)}
      >
        <Icon name="cross" />
      </button>
      {(wrong('values') || wrong('key')) && <p class="wrong small">{wrong('values') ?? wrong('key')}</p>}
    </li>
  );
}

function KeyOptions({ keys }: { keys: Key[] }) {
  const groups = [...new Set(keys.map((k) => k.group))];
  return groups.map((group) => (
    <optgroup key={group} label={group}>
      {keys
        .filter((k) => k.group === group)
        .map((k) => (
          <option key={k.key} value={k.key}>
            {k.name}
          </option>
        ))}
    </optgroup>
  ));
}
