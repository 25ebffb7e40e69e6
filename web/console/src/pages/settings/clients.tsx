import { useState } from 'preact/hooks';
import { all, change } from '../../api/client.ts';
import type { Client } from '../../api/types.ts';
import { Copyable } from '../../design/copy.tsx';
import { Field } from '../../design/field.tsx';
import { useLoad } from '../../design/load.ts';
import { Refused } from '../../design/notice.tsx';
import { Time } from '../../design/time.tsx';
import { counted } from '../../format/number.ts';
import { Foot, Head } from './frame.tsx';

const path = '/api/v2/sojourn/clients';

/** What most clients are for. */
const roles: [string, string, string[]][] = [
  ['reads', 'May look at everything, change nothing', ['*:*:view']],
  ['events', 'Sends events', ['journey:event:add']],
  ['all', 'May do everything', ['*:*:*']],
];

/** Clients is the programs, and people with this console, that use the API. */
export function Clients() {
  const { value, error, reload } = useLoad(path, (signal) =>
    all<Client>(`${path}?pageSize=100`, 1000, signal),
  );
  const [adding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<Client>();
  return (
    <section class="stack" aria-labelledby="clients">
      <Head
        id="clients"
        title="OAuth clients"
        add="New client"
        adding={adding}
        onAdd={() => setAdding(!adding)}
      >
        Whoever uses the API signs in as one of these, this console too.
      </Head>
      {adding && (
        <div class="card">
          <ClientForm
            onDone={(made) => (setAdding(false), setFresh(made), reload())}
            onCancel={() => setAdding(false)}
          />
        </div>
      )}
      {fresh?.secret && (
        <div class="notice good" role="status">
          <p class="title">“{fresh.name}” is there. Its secret is shown this once: keep it now.</p>
          <Copyable label="Client id and secret" text={`id      ${fresh.id}\nsecret  ${fresh.secret}`} />
        </div>
      )}
      {error ? <Refused error={error} again={reload} /> : null}
      {value && value.length > 0 && (
        <ul class="card plain-list">
          {value.map((c) => (
            <ClientLine key={c.id} client={c} onChanged={reload} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ClientLine({ client: c, onChanged }: { client: Client; onChanged: () => void }) {
  const [error, setError] = useState<unknown>();
  const [asking, ask] = useState(false);
  const act = (done: Promise<unknown>) => done.then(() => (setError(undefined), onChanged()), setError);
  return (
    <li>
      <span class={`status ${c.disabled ? 'ended' : 'on'}`}>
        <span class="unseen">{c.disabled ? 'Disabled' : 'Enabled'}</span>
      </span>
      <div>
        <p>
          <span class="strong">{c.name}</span> <span class="mono small muted">{c.id}</span>
        </p>
        <p class="muted small">
          {c.permissions.length <= 3
            ? c.permissions.join(', ') || 'No permissions'
            : counted(c.permissions.length, 'permission')}{' '}
          · since <Time at={c.createdDate} />
          {c.disabled && ' · disabled'}
        </p>
        {error ? <Refused error={error} /> : null}
      </div>
      <div class="actions">
        <button
          type="button"
          class="button slim"
          onClick={() =>
            act(change('PATCH', `${path}/${c.id}`, { disabled: !c.disabled, version: c.version }))
          }
        >
          {c.disabled ? 'Enable' : 'Disable'}
          <span class="unseen"> {c.name}</span>
        </button>
        <button
          type="button"
          class="button slim danger"
          onClick={() => (asking ? act(change('DELETE', `${path}/${c.id}`)) : ask(true))}
          onBlur={() => ask(false)}
        >
          {asking ? 'Really delete?' : 'Delete'}
          <span class="unseen"> {c.name}</span>
        </button>
      </div>
    </li>
  );
}

function ClientForm({ onDone, onCancel }: { onDone: (made: Client) => void; onCancel: () => void }) {
  const [name, setName] = useState('');
  const [permissions, setPermissions] = useState(roles[0]![2].join('\n'));
  const [error, setError] = useState<unknown>();
  const save = (event: Event) => {
    event.preventDefault();
    change<Client>('POST', path, { name, permissions: permissions.split(/[\s,]+/).filter(Boolean) }).then(
      onDone,
      setError,
    );
  };
  return (
    <form class="stack close form" onSubmit={save}>
      <Field label="Name">
        {(a) => <input {...a} required value={name} onInput={(e) => setName(e.currentTarget.value)} />}
      </Field>
      <div class="row">
        {roles.map(([id, words, those]) => (
          <button key={id} type="button" class="button slim" onClick={() => setPermissions(those.join('\n'))}>
            {words}
          </button>
        ))}
      </div>
      <Field label="Permissions" hint="One a line, as domain:entity:action. A * stands for all.">
        {(a) => (
          <textarea
            {...a}
            class="mono"
            value={permissions}
            onInput={(e) => setPermissions(e.currentTarget.value)}
          />
        )}
      </Field>
      <Foot save="Create" error={error} onCancel={onCancel} />
    </form>
  );
}
