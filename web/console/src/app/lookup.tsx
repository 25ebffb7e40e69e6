import { useState } from 'preact/hooks';
import { Fault } from '../api/fault.ts';
import { get, type Listing } from '../api/client.ts';
import type { Session } from '../api/types.ts';
import { Icon } from '../design/icon.tsx';
import { go } from './router.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Lookup leads to the session with a short id, as a visitor tells it to an agent, or with its full id. */
export function Lookup() {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const look = async (event: Event) => {
    event.preventDefault();
    const wanted = text.trim();
    try {
      const found = await sessionCalled(wanted);
      setWrong(found ? '' : `No session has the number ${wanted}.`);
      if (found) {
        setText('');
        go(`/sessions/${found}`);
      }
    } catch (error) {
      setWrong(error instanceof Fault ? error.message : String(error));
    }
  };
  return (
    <form class="lookup" role="search" onSubmit={look}>
      <Icon name="search" />
      <input
        type="search"
        inputMode="numeric"
        aria-label="Short id or session id"
        placeholder="Short id, such as 4821"
        value={text}
        onInput={(e) => (setText(e.currentTarget.value), setWrong(''))}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby="lookup-wrong"
      />
      <p id="lookup-wrong" class="wrong" role="status">
        {wrong}
      </p>
    </form>
  );
}

async function sessionCalled(name: string): Promise<string | undefined> {
  if (uuid.test(name)) return name.toLowerCase();
  if (!/^\d{4,6}$/.test(name)) throw new Fault(0, '', 'A short id has 4 to 6 digits.');
  const found: Listing<Session> = await get(`/api/v2/sojourn/sessions?state=all&shortId=${name}`);
  return found.entities?.[0]?.id;
}
