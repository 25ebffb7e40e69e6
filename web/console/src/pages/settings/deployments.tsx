import { useState } from 'preact/hooks';
import { all, change } from '../../api/client.ts';
import type { Deployment } from '../../api/types.ts';
import { Copyable } from '../../design/copy.tsx';
import { Check, Choices, Field } from '../../design/field.tsx';
import { useLoad } from '../../design/load.ts';
import { Empty, Refused, Waiting } from '../../design/notice.tsx';
import { snippets } from './snippet.ts';
import { Foot, Head } from './frame.tsx';

const path = '/api/v2/sojourn/deployments';

/** Deployments is the websites and apps that send events. */
export function Deployments() {
  const { value, error, reload } = useLoad(path, (signal) =>
    all<Deployment>(`${path}?pageSize=100`, 1000, signal),
  );
  const [adding, setAdding] = useState(false);
  return (
    <section class="stack" aria-labelledby="deployments">
      <Head
        id="deployments"
        title="Deployments"
        add="New deployment"
        adding={adding}
        onAdd={() => setAdding(!adding)}
      >
        A deployment is a website or an app, and says from where and how its events are taken.
      </Head>
      {adding && (
        <div class="card">
          <DeploymentForm onDone={() => (setAdding(false), reload())} onCancel={() => setAdding(false)} />
        </div>
      )}
      {error ? <Refused error={error} again={reload} /> : null}
      {!value && !error && <Waiting />}
      {value?.length === 0 && !adding && (
        <Empty title="There is no deployment yet">
          <p>Create one for your website. You get a snippet to paste into its pages.</p>
        </Empty>
      )}
      {value?.map((d) => (
        <DeploymentCard key={`${d.id} ${d.version}`} deployment={d} onChanged={reload} />
      ))}
    </section>
  );
}

function DeploymentCard({ deployment: d, onChanged }: { deployment: Deployment; onChanged: () => void }) {
  const [editing, edit] = useState(false);
  const server = document.baseURI.replace(/\/$/, '');
  const all = snippets(server, d.id);
  const [dialect, setDialect] = useState(all[0]!.id);
  const snippet = all.find((s) => s.id === dialect)!;
  return (
    <article class="card stack close" aria-label={d.name}>
      <div class="row spread">
        <div>
          <h3>{d.name}</h3>
          <p class="muted small">
            {d.enabled ? domains(d) : 'Switched off: nothing is recorded'}
            {d.ipAnonymization !== 'none' &&
              ` · addresses are ${d.ipAnonymization === 'mask' ? 'masked' : 'dropped'}`}
            {!d.dropBots && ' · bots are recorded'}
          </p>
          <p class="mono small muted">{d.id}</p>
        </div>
        <button type="button" class="button slim" aria-expanded={editing} onClick={() => edit(!editing)}>
          Edit
          <span class="unseen"> {d.name}</span>
        </button>
      </div>
      {editing ? (
        <DeploymentForm
          deployment={d}
          onDone={() => (edit(false), onChanged())}
          onCancel={() => edit(false)}
        />
      ) : (
        <>
          <Choices
            label="Dialect of the snippet"
            value={dialect}
            options={all.map((s) => [s.id, s.name] as const)}
            onChange={setDialect}
          />
          <p class="muted small">{snippet.about} Paste it into the head of each page.</p>
          <Copyable label={`Snippet of ${d.name}`} text={snippet.text} />
        </>
      )}
    </article>
  );
}

function domains(d: Deployment): string {
  if (d.allowAllDomains) return 'From every domain';
  return d.allowedDomains.length ? `From ${d.allowedDomains.join(', ')}` : 'From no domain: allow some';
}

interface FormProps {
  deployment?: Deployment;
  onDone: () => void;
  onCancel: () => void;
}

function DeploymentForm({ deployment, onDone, onCancel }: FormProps) {
  const [name, setName] = useState(deployment?.name ?? '');
  const [everywhere, setEverywhere] = useState(deployment?.allowAllDomains ?? false);
  const [domains, setDomains] = useState(deployment?.allowedDomains.join('\n') ?? '');
  const [enabled, setEnabled] = useState(deployment?.enabled ?? true);
  const [dropBots, setDropBots] = useState(deployment?.dropBots ?? true);
  const [privacy, setPrivacy] = useState(deployment?.respectPrivacySignals ?? true);
  const [addresses, setAddresses] = useState(deployment?.ipAnonymization ?? 'none');
  const [error, setError] = useState<unknown>();
  const save = async (event: Event) => {
    event.preventDefault();
    const body = {
      name,
      enabled,
      dropBots,
      respectPrivacySignals: privacy,
      ipAnonymization: addresses,
      allowAllDomains: everywhere,
      allowedDomains: everywhere ? [] : domains.split(/[\s,]+/).filter(Boolean),
    };
    try {
      if (deployment)
        await change('PATCH', `${path}/${deployment.id}`, { ...body, version: deployment.version });
      else await change('POST', path, body);
      onDone();
    } catch (e) {
      setError(e);
    }
  };
  return (
    <form class="stack close form" onSubmit={save}>
      <Field label="Name">
        {(a) => <input {...a} required value={name} onInput={(e) => setName(e.currentTarget.value)} />}
      </Field>
      <Check
        label="Take events from every domain"
        hint="Otherwise from those below alone."
        checked={everywhere}
        onChange={setEverywhere}
      />
      {!everywhere && (
        <Field label="Allowed domains" hint="One a line. Each admits itself and its sub-domains.">
          {(a) => (
            <textarea
              {...a}
              value={domains}
              placeholder="shop.example.com"
              onInput={(e) => setDomains(e.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <Field label="Addresses of visitors">
        {(a) => (
          <select
            {...a}
            value={addresses}
            onChange={(e) => setAddresses(e.currentTarget.value as Deployment['ipAnonymization'])}
          >
            <option value="none">are kept</option>
            <option value="mask">are masked: the place stays, roughly</option>
            <option value="drop">are dropped: the country stays</option>
          </select>
        )}
      </Field>
      <Check label="Record events" checked={enabled} onChange={setEnabled} />
      <Check label="Leave out known bots" checked={dropBots} onChange={setDropBots} />
      <Check
        label="Respect Global Privacy Control and Do Not Track"
        checked={privacy}
        onChange={setPrivacy}
      />
      <Foot save={deployment ? 'Save' : 'Create'} error={error} onCancel={onCancel} />
    </form>
  );
}
