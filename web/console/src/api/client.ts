import { address } from './address.ts';
import { faultOf, unreachable } from './fault.ts';
import { refuse, token } from './token.ts';

export interface Call {
  method?: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
}

/** send asks the API and returns the answer as it comes; a refusal is thrown as a Fault, an abort as AbortError. */
export async function send(path: string, call: Call = {}): Promise<Response> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token.peek()}`, ...call.headers };
  if (call.body !== undefined) headers['Content-Type'] = 'application/json';
  let answer: Response;
  try {
    answer = await fetch(address(path), {
      method: call.method ?? 'GET',
      headers,
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: call.signal ?? null,
      credentials: 'omit',
      cache: 'no-store',
    });
  } catch (error) {
    throw call.signal?.aborted ? error : unreachable();
  }
  if (answer.status === 401) refuse();
  if (!answer.ok) throw await faultOf(answer);
  return answer;
}

/** get reads a resource. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send(path, { signal })).json() as Promise<T>;
}

/** change writes one and returns what the server made of it; undefined if it has nothing to say. */
export async function change<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await send(path, { method, body });
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Listing is a page of a listing; nextUri leads to the next one. */
export interface Listing<T> {
  entities?: T[];
  nextUri?: string;
  total?: number;
}

/** all reads the pages of a listing, until there are none or limit entities are there. */
export async function all<T>(path: string, limit = 1000, signal?: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  for (let next: string | undefined = path; next && found.length < limit;) {
    const page: Listing<T> = await get(next, signal);
    found.push(...(page.entities ?? []));
    next = page.entities?.length ? page.nextUri : undefined;
  }
  return found;
}
