import type { ComponentChildren } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { Refused } from '../../design/notice.tsx';

interface HeadProps {
  id: string;
  title: string;
  add: string; // what the button says
  adding: boolean;
  onAdd: () => void;
  children: ComponentChildren; // what the things are
}

/** Head is the title of a list of things, with the button that opens the form for a new one. */
export function Head({ id, title, add, adding, onAdd, children }: HeadProps) {
  return (
    <div class="heading">
      <div>
        <h2 id={id}>{title}</h2>
        <p class="prose">{children}</p>
      </div>
      <button type="button" class="button" aria-expanded={adding} onClick={onAdd}>
        <Icon name="plus" />
        {add}
      </button>
    </div>
  );
}

interface FootProps {
  save: string; // what the button says
  error: unknown;
  onCancel: () => void;
}

/** Foot ends a form: what was wrong with it, and the ways out. */
export function Foot({ save, error, onCancel }: FootProps) {
  return (
    <>
      {error ? <Refused error={error} /> : null}
      <div class="actions">
        <button type="submit" class="button primary">
          {save}
        </button>
        <button type="button" class="button plain" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </>
  );
}
