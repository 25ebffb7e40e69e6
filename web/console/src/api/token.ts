import { signal } from '@preact/signals';
import { faultOf, unreachable } from './fault.ts';
import { address } from './address.ts';

const place = 'sojourn.token';

/** token is the access token of this tab, empty when nobody is signed in. It lives as long as the tab. */
export const token = signal(read());

/** expired tells that there was a token that the server takes no longer. */
export const expired = signal(false);

function read(): string {
  try {
    return sessionStorage.getItem(place) ?? '';
  } catch {
    return ''; // storage is blocked: one signs in for each visit
  }
}

function keep(value: string) {
  token.value = value;
  try {
    if (value) sessionStorage.setItem(place, value);
    else sessionStorage.removeItem(place);
  } catch {
    // as above
  }
}

/** signIn trades the id and secret of an OAuth client for a token (client credentials). */
export async function signIn(clientId: string, secret: string): Promise<void> {
  const answer = await fetch(address('/oauth/token'), {
    method: 'POST',
    headers: {
      Authorization: `Basic ${basic(clientId, secret)}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    credentials: 'omit',
  }).catch(() => {
    throw unreachable();
  });
  if (!answer.ok) throw await faultOf(answer);
  expired.value = false;
  keep(((await answer.json()) as { access_token: string }).access_token);
}

/** signOut forgets the token. */
export function signOut() {
  expired.value = false;
  keep('');
}

/** refuse is called when the server takes the token no longer. */
export function refuse() {
  if (token.value) expired.value = true;
  keep('');
}

function basic(id: string, secret: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${id}:${secret}`)));
}
