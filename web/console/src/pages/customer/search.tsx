import { useEffect, useState } from 'preact/hooks';
import { get, type Listing } from '../../api/client.ts';
import type { Contact } from '../../api/types.ts';
import { go, place } from '../../app/router.ts';
import { useLoad } from '../../design/load.ts';
import { Empty, Refused, Waiting } from '../../design/notice.tsx';
import { Time } from '../../design/time.tsx';
import { counted } from '../../format/number.ts';
import { nameOf, short } from '../../format/text.ts';

const settle = 250; // ms after the last key

/** SearchPage finds customers by name, e-mail, phone or any other identifier. */
export default function SearchPage() {
  const asked = place.value.query.get('q') ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(
      () => go(text ? `/customers?q=${encodeURIComponent(text)}` : '/customers', 'replace'),
      settle,
    );
    return () => clearTimeout(timer);
  }, [text]);
  const path = `/api/v2/externalcontacts/contacts?pageSize=50${asked ? `&q=${encodeURIComponent(asked)}` : ''}`;
  const { value, error, loading, reload } = useLoad(path, (signal) => get<Listing<Contact>>(path, signal));
  const found = value?.entities ?? [];
  return (
    <div class="stack">
      <div class="heading">
        <div>
          <h1>Customers</h1>
          <p>Contacts by name, e-mail, phone or any other identifier.</p>
        </div>
      </div>
      <input
        class="wide-search"
        type="search"
        aria-label="Name, e-mail, phone or other identifier"
        placeholder="Name, e-mail, phone or other identifier"
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
      />
      {error ? <Refused error={error} again={reload} /> : null}
      {!value && loading && <Waiting />}
      {value && found.length === 0 && (
        <Empty title={asked ? 'Nobody is known by that' : 'Nobody is known yet'}>
          <p class="prose">
            {asked
              ? 'Names and identifiers are compared from their beginning. Try less of it.'
              : 'Contacts come by themselves with the events of visitors, or by the API.'}
          </p>
        </Empty>
      )}
      {found.length > 0 && (
        <section class="card scroll" aria-label="Customers">
          <p class="muted small" role="status">
            {value?.total !== undefined && counted(value.total, 'customer')}
          </p>
          <table class="table customers">
            <thead>
              <tr>
                <th scope="col">Customer</th>
                <th scope="col">Reached at</th>
                <th scope="col">Kind</th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {found.map((c) => (
                <tr key={c.id}>
                  <td>
                    <a href={`customers/${c.id}`} class="strong">
                      {nameOf(c) || `Contact ${short(c.id)}`}
                    </a>
                  </td>
                  <td>{reached(c)}</td>
                  <td class="muted">{c.type}</td>
                  <td class="muted">{c.createDate && <Time at={c.createDate} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function reached(c: Contact): string {
  const phone = c.cellPhone ?? c.homePhone ?? c.workPhone ?? c.otherPhone;
  const named = (type: string) => c.identifiers?.find((i) => i.type === type)?.value;
  const known = named('Email') ?? named('Phone') ?? c.identifiers?.find((i) => i.type !== 'Cookie')?.value;
  return (
    [c.personalEmail ?? c.workEmail ?? c.otherEmail, phone?.display ?? phone?.e164]
      .filter(Boolean)
      .join(' · ') ||
    (known ?? '–')
  );
}
