import { useState } from 'preact/hooks';
import { change } from '../../api/client.ts';
import { Fault } from '../../api/fault.ts';
import { loadNames } from '../../api/names.ts';
import { go } from '../../app/router.ts';
import type { Kind } from './draft.ts';

/** Remove deletes a definition, after asking once more. */
export function Remove({ kind, path, name }: { kind: Kind; path: string; name: string }) {
  const [asking, ask] = useState(false);
  const [wrong, setWrong] = useState('');
  if (!asking) {
    return (
      <button type="button" class="button danger" onClick={() => ask(true)}>
        Delete
      </button>
    );
  }
  const remove = () =>
    change('DELETE', path).then(
      () => (loadNames(true), go(`/${kind}s`)),
      (error) => setWrong(error instanceof Fault ? error.message : String(error)),
    );
  return (
    <div class="actions" role="alertdialog" aria-label={`Delete ${name}?`}>
      <span>{wrong || `Delete “${name}”? What it has matched stays.`}</span>
      <button type="button" class="button danger" onClick={remove}>
        Delete
      </button>
      <button type="button" class="button" autoFocus onClick={() => ask(false)}>
        Keep
      </button>
    </div>
  );
}
