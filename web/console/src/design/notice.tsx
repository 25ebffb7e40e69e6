import type { ComponentChildren } from 'preact';
import { Fault } from '../api/fault.ts';

/** Refused shows what the server said against a request, as it said it. */
export function Refused({ error, again }: { error: unknown; again?: () => void }) {
  const fault = error instanceof Fault ? error : undefined;
  const fields = fault?.details.filter((d) => d.fieldName) ?? [];
  return (
    <div class="notice bad" role="alert">
      <p class="title">{error instanceof Error ? error.message : String(error)}</p>
      {fields.length > 0 && (
        <ul class="small">
          {fields.map((d) => (
            <li key={d.fieldName}>
              <code>{d.fieldName}</code> {d.errorCode}
            </li>
          ))}
        </ul>
      )}
      {fault?.status === 403 && (
        <p class="small">The OAuth client you signed in with lacks the permission for this.</p>
      )}
      {fault?.contextId && <p class="tiny muted">Correlation id {fault.contextId}</p>}
      {again && (
        <p>
          <button type="button" class="button slim" onClick={again}>
            Try again
          </button>
        </p>
      )}
    </div>
  );
}

/** Empty is the place of things that are not there yet; it says what to do next. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Waiting stands where something will be. */
export function Waiting({ children = 'Loading…' }: { children?: ComponentChildren }) {
  return (
    <p class="muted" role="status">
      {children}
    </p>
  );
}
