import { useState } from 'preact/hooks';
import { all, change } from '../../api/client.ts';
import { loadNames } from '../../api/names.ts';
import type { SessionType } from '../../api/types.ts';
import { Field } from '../../design/field.tsx';
import { Kind, kindName } from '../../design/kind.tsx';
import { useLoad } from '../../design/load.ts';
import { Refused } from '../../design/notice.tsx';
import { duration } from '../../format/time.ts';
import { Foot, Head } from './frame.tsx';

const path = '/api/v2/sojourn/sessiontypes';
const day = 86_400;
const icons = ['parcel', 'ticket', 'bank', 'store', 'case', 'mail', 'phone', 'car', 'custom'];

/** SessionTypes is how sessions of other systems look, and when they end. */
export function SessionTypes() {
  const { value, error, reload } = useLoad(path, (signal) =>
    all<SessionType>(`${path}?pageSize=100`, 1000, signal),
  );
  const [editing, edit] = useState<string | undefined>();
  const done = () => {
    edit(undefined);
    loadNames(true);
    reload();
  };
  return (
    <section class="stack" aria-labelledby="types">
      <Head
        id="types"
        title="Session types"
        add="New session type"
        adding={editing === ''}
        onAdd={() => edit(editing === '' ? undefined : '')}
      >
        Deliveries, tickets, store visits: types come by themselves with their first event. Here they get a name,
        an icon and rules.
      </Head>
      {error ? <Refused error={error} again={reload} /> : null}
      {editing === '' && (
        <div class="card">
          <TypeForm onDone={done} onCancel={() => edit(undefined)} />
        </div>
      )}
      {value && value.length > 0 && (
        <ul class="card plain-list">
          {value.map((t) => (
            <li key={t.id}>
              <Kind type={t.type} labelled />
              <div>
                <p class="strong">{kindName(t.type)}</p>
                <p class="muted small">
                  <span class="mono">{t.type}</span>
                  {t.endEventNames?.length ? ` · ends with ${t.endEventNames.join(', ')}` : ''}
                  {t.inactivitySeconds ? ` · ends after ${duration(t.inactivitySeconds)} without events` : ''}
                </p>
                {editing === t.type && (
                  <TypeForm key={t.version} stored={t} onDone={done} onCancel={() => edit(undefined)} />
                )}
              </div>
              <button
                type="button"
                class="button slim"
                aria-expanded={editing === t.type}
                onClick={() => edit(editing === t.type ? undefined : t.type)}
              >
                Edit
                <span class="unseen"> {kindName(t.type)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {value?.length === 0 && editing === undefined && (
        <p class="muted">None has been defined: all look the way they came.</p>
      )}
    </section>
  );
}

interface FormProps {
  stored?: SessionType;
  onDone: () => void;
  onCancel: () => void;
}

function TypeForm({ stored, onDone, onCancel }: FormProps) {
  const [type, setType] = useState(stored?.type ?? '');
  const [name, setName] = useState(stored?.displayName ?? '');
  const [icon, setIcon] = useState(stored?.icon ?? 'parcel');
  const [color, setColor] = useState(stored?.color ?? '#0f766e');
  const [ends, setEnds] = useState(stored?.endEventNames?.join(', ') ?? '');
  const [days, setDays] = useState(stored?.inactivitySeconds ? String(stored.inactivitySeconds / day) : '');
  const [error, setError] = useState<unknown>();
  const custom = !['web', 'app', 'conversation'].includes(type);
  const save = async (event: Event) => {
    event.preventDefault();
    const endEventNames = ends.split(/[\s,]+/).filter(Boolean);
    const body = {
      icon,
      color,
      ...(name && { displayName: name }),
      ...(custom && (endEventNames.length || stored) && { endEventNames }),
      ...(custom && Number(days) > 0 && { inactivitySeconds: Math.round(Number(days) * day) }),
    };
    try {
      if (stored)
        await change('PATCH', `${path}/${encodeURIComponent(stored.type)}`, {
          ...body,
          version: stored.version,
        });
      else await change('POST', path, { ...body, type });
      onDone();
    } catch (e) {
      setError(e);
    }
  };
  return (
    <form class="stack close form" onSubmit={save}>
      {!stored && (
        <Field label="Type" hint="As events name it, such as delivery.">
          {(a) => (
            <input
              {...a}
              required
              pattern="[a-z][a-z0-9_]*"
              value={type}
              onInput={(e) => setType(e.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <Field label="Name">
        {(a) => (
          <input {...a} value={name} placeholder="Delivery" onInput={(e) => setName(e.currentTarget.value)} />
        )}
      </Field>
      <div class="row">
        <Field label="Icon">
          {(a) => (
            <select {...a} value={icon} onChange={(e) => setIcon(e.currentTarget.value)}>
              {[...new Set([icon, ...icons])].map((i) => (
                <option key={i}>{i}</option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Colour">
          {(a) => (
            <input
              {...a}
              type="color"
              value={/^#[\da-f]{6}$/i.test(color) ? color : '#0f766e'}
              onInput={(e) => setColor(e.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      {custom && (
        <>
          <Field label="Events that end a session" hint="Names with commas between.">
            {(a) => (
              <input
                {...a}
                value={ends}
                placeholder="delivered, cancelled"
                onInput={(e) => setEnds(e.currentTarget.value)}
              />
            )}
          </Field>
          <Field label="Days without events that end it" hint="30 unless given.">
            {(a) => (
              <input
                {...a}
                class="short"
                type="number"
                min="0.001"
                step="any"
                value={days}
                onInput={(e) => setDays(e.currentTarget.value)}
              />
            )}
          </Field>
        </>
      )}
      <Foot save={stored ? 'Save' : 'Create'} error={error} onCancel={onCancel} />
    </form>
  );
}
