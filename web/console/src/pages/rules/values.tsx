import { useId, useState } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';

interface Props {
  label: string;
  values: string[];
  suggestions: string[];
  single: boolean;
  numeric: boolean;
  wrong?: string | undefined;
  onChange: (values: string[]) => void;
}

/** Values is the list of values that a criterion compares with: what is typed is added with Enter or by leaving. */
export function Values({ label, values, suggestions, single, numeric, wrong, onChange }: Props) {
  const [text, setText] = useState('');
  const id = useId();
  const add = () => {
    const value = text.trim();
    setText('');
    if (value && !values.includes(value)) onChange(single ? [value] : [...values, value]);
  };
  return (
    <div class="values">
      {values.map((value) => (
        <span key={value} class="chip">
          <span class="clip">{value}</span>
          <button
            type="button"
            aria-label={`Remove ${value}`}
            onClick={() => onChange(values.filter((v) => v !== value))}
          >
            <Icon name="cross" />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        list={id}
        inputMode={numeric ? 'decimal' : 'text'}
        placeholder={values.length ? (single ? 'another instead' : 'or…') : numeric ? 'a number' : 'a value'}
        aria-invalid={wrong ? 'true' : undefined}
        title={wrong}
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
        onBlur={add}
        onKeyDown={(e) => {
          if (e.key === 'Enter') {
            e.preventDefault();
            add();
          } else if (e.key === 'Backspace' && !text && values.length) {
            onChange(values.slice(0, -1));
          }
        }}
      />
      <datalist id={id}>
        {suggestions.map((s) => (
          <option key={s} value={s} />
        ))}
      </datalist>
    </div>
  );
}
