import { useState } from 'preact/hooks';
import type { Session } from '../../api/types.ts';
import { Copyable } from '../../design/copy.tsx';

/** Raw is the session as the API has it. */
export function Raw({ session }: { session: Session }) {
  const [open, setOpen] = useState(false);
  return (
    <section class="card" aria-label="Raw">
      <details onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>As JSON</summary>
        {open && <Copyable label="Session as JSON" text={JSON.stringify(session, null, 2)} />}
      </details>
    </section>
  );
}
