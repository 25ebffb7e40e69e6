import { outcomes, segments } from '../../api/names.ts';
import { kindName } from '../../design/kind.tsx';
import { capital } from '../../format/text.ts';
import { everything, isEverything, type Filter } from './filter.ts';
import type { Presence } from './row.ts';

const states: Presence[] = ['active', 'idle', 'away', 'open'];

interface Props {
  filter: Filter;
  types: string[];
  onChange: (filter: Filter) => void;
}

/** Filters is the choice of what to see. */
export function Filters({ filter, types, onChange }: Props) {
  const set = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  return (
    <div class="filters" role="search" aria-label="Filter the sessions">
      <input
        type="search"
        aria-label="Text anywhere in a session"
        placeholder="Name, page, place, campaign…"
        value={filter.text}
        onInput={(e) => set({ text: e.currentTarget.value })}
      />
      <Pick
        label="Kind"
        all="All kinds"
        value={filter.type}
        onChange={(type) => set({ type })}
        options={types.map((t) => [t, kindName(t)])}
      />
      <Pick
        label="State"
        all="Any state"
        value={filter.state}
        onChange={(state) => set({ state: state as Filter['state'] })}
        options={states.map((s) => [s, capital(s)])}
      />
      <Pick
        label="Segment"
        all="Any segment"
        value={filter.segment}
        onChange={(segment) => set({ segment })}
        options={[...segments.value.values()].map((s) => [s.id, s.displayName])}
      />
      <Pick
        label="Outcome"
        all="Any outcome"
        value={filter.outcome}
        onChange={(outcome) => set({ outcome })}
        options={[...outcomes.value.values()].map((o) => [o.id, o.displayName])}
      />
      {!isEverything(filter) && (
        <button type="button" class="button plain" onClick={() => onChange(everything)}>
          Show all
        </button>
      )}
    </div>
  );
}

interface PickProps {
  label: string;
  all: string;
  value: string;
  options: [string, string][];
  onChange: (value: string) => void;
}

function Pick({ label, all, value, options, onChange }: PickProps) {
  return (
    <select aria-label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
      <option value="">{all}</option>
      {options.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
