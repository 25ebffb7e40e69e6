import { useState } from 'preact/hooks';
import { Fault } from '../api/fault.ts';
import { expired, signIn } from '../api/token.ts';
import { Field } from '../design/field.tsx';
import { about } from './about.ts';
import { Mark } from './shell.tsx';

/** SignIn asks for an OAuth client. A server for trying has one ready. */
export function SignIn() {
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const enter = async (client: string, key: string) => {
    setBusy(true);
    setWrong('');
    try {
      await signIn(client.trim(), key.trim());
    } catch (error) {
      setWrong(wordsFor(error));
      setBusy(false);
    }
  };
  const dev = about.value?.dev ? about.value : undefined;
  return (
    <main class="signin">
      <div class="card stack">
        <h1 class="brand">
          <Mark />
          Sojourn
        </h1>
        {expired.value && (
          <p class="notice warn" role="status">
            Your session has ended. Sign in again and you are back where you were.
          </p>
        )}
        {dev && (
          <div class="stack close">
            <button
              type="button"
              class="button primary"
              disabled={busy}
              onClick={() => enter(dev.clientId ?? '', dev.secret ?? '')}
            >
              Open the console
            </button>
            <p class="muted small">
              This server runs for trying and testing. Its client {dev.clientId} may do everything.
            </p>
          </div>
        )}
        <form
          class="stack close"
          onSubmit={(e) => {
            e.preventDefault();
            void enter(id, secret);
          }}
        >
          <h2>{dev ? 'Or as another OAuth client' : 'Sign in with an OAuth client'}</h2>
          <Field label="Client id">
            {(a) => (
              <input
                {...a}
                required
                autoComplete="username"
                spellcheck={false}
                value={id}
                onInput={(e) => setId(e.currentTarget.value)}
              />
            )}
          </Field>
          <Field label="Secret" wrong={wrong}>
            {(a) => (
              <input
                {...a}
                type="password"
                required
                autoComplete="current-password"
                value={secret}
                onInput={(e) => setSecret(e.currentTarget.value)}
              />
            )}
          </Field>
          <div class="actions">
            <button type="submit" class={`button ${dev ? '' : 'primary'}`} disabled={busy}>
              Sign in
            </button>
          </div>
        </form>
        {!dev && (
          <p class="muted small">
            The first start of the server wrote a client that may do everything to{' '}
            <code>admin-client.json</code> in its data folder. Make one for yourself in Settings.
          </p>
        )}
      </div>
    </main>
  );
}

function wordsFor(error: unknown): string {
  if (!(error instanceof Fault)) return String(error);
  return error.status === 401 || error.status === 400
    ? 'The server does not know this client and secret.'
    : error.message;
}
