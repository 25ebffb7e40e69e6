import { signal } from '@preact/signals';

/** Place is where the reader is, below the base address. */
export interface Place {
  path: string; // begins with /
  query: URLSearchParams;
}

export const place = signal<Place>(typeof document === 'undefined' ? at('/') : here());

/** href is the address of a path of the console. */
export function href(path: string): string {
  return (
    new URL(path.replace(/^\//, ''), document.baseURI).pathname +
    (path.includes('?') ? path.slice(path.indexOf('?')) : '')
  );
}

/** go leads to a path of the console. */
export function go(path: string, how: 'push' | 'replace' = 'push') {
  if (how === 'push') history.pushState(null, '', href(path));
  else history.replaceState(null, '', href(path));
  place.value = at(path);
}

/** routing follows links and the browser's own buttons. Its result ends that. */
export function routing(): () => void {
  const back = () => (place.value = here());
  addEventListener('popstate', back);
  document.addEventListener('click', follow);
  return () => {
    removeEventListener('popstate', back);
    document.removeEventListener('click', follow);
  };
}

function follow(event: MouseEvent) {
  if (
    event.defaultPrevented ||
    event.button ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = (event.target as Element).closest?.<HTMLAnchorElement | SVGAElement>('a[href]');
  if (!link || link.getAttribute('target') || link.hasAttribute('download')) return;
  const base = new URL(document.baseURI);
  const to = new URL(link.getAttribute('href')!, base);
  if (
    to.origin !== base.origin ||
    !to.pathname.startsWith(base.pathname) ||
    link.dataset['outside'] !== undefined
  )
    return;
  event.preventDefault();
  go(`/${to.pathname.slice(base.pathname.length)}${to.search}`);
  scrollTo(0, 0);
}

function here(): Place {
  return at(`/${location.pathname.slice(new URL(document.baseURI).pathname.length)}${location.search}`);
}

function at(path: string): Place {
  const [before = '/', query = ''] = path.split('?', 2);
  return { path: before, query: new URLSearchParams(query) };
}

/**
 * match takes a path apart by a pattern such as /sessions/:id. The values are decoded; what does not fit, or
 * cannot be decoded, is null.
 */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i]!;
    if (!part.startsWith(':')) {
      if (part !== value) return null;
      continue;
    }
    try {
      values[part.slice(1)] = decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return values;
}
