// Where ids are kept between pages (tracking-sdk.md §7): cookies, else local storage, else only here.
import { options } from './options';

/**
 * One place to keep texts. With a value, it is kept there first, or removed if it is empty. Returns what
 * the place holds then: browsers refuse in silence, or throw.
 */
type Place = (name: string, value?: string, seconds?: number) => string | null | undefined;

const year = 365 * 24 * 3600; // seconds

const kept: Record<string, string> = {};

const memory: Place = (name, value = kept[name] ?? '') => kept[name] = value;

const local: Place = (name, value) => {
  if (value) localStorage.setItem(name, value);
  else if (value === '') localStorage.removeItem(name);
  return localStorage.getItem(name);
};

const cookies: Place = (name, value, seconds = 0) => {
  if (value !== undefined) {
    putCookie(name, value, value ? seconds : 0, options.cookieDomain ?? (found ??= ownDomain()));
  }
  return getCookie(name);
};

const places = [cookies, local, memory];
let found: string | undefined; // the site's own domain
let last: Place; // that took something

/** Returns the text of that name, wherever it is; empty if there is none. */
export function read(name: string): string {
  return places.reduce((found, place) => found || attempt(place, name) || '', '');
}

/** Keeps a text in the best place that takes it. */
export function write(name: string, value: string, seconds = options.cookieExpires ?? year): void {
  last = places.slice(options.storage === 'local' ? 1 : 0)
    .find((place) => attempt(place, name, value, seconds) === value) ?? memory;
}

export function remove(names: string[]): void {
  for (const name of names) {
    if (read(name)) places.forEach((place) => attempt(place, name, ''));
  }
}

/** Whether what was written last outlives the page. */
export const isLasting = (): boolean => last !== memory;

function attempt(place: Place, name: string, value?: string, seconds?: number) {
  try {
    return place((options.cookiePrefix ?? '') + name, value, seconds);
  } catch {
    return undefined;
  }
}

function getCookie(name: string): string | undefined {
  return `; ${document.cookie}`.split(`; ${name}=`)[1]?.split(';')[0];
}

function putCookie(name: string, value: string, seconds: number, domain: string): void {
  document.cookie = `${name}=${value};Path=/;SameSite=Lax;Max-Age=${seconds}`
    + (domain && `;Domain=${domain}`) + (location.protocol === 'https:' ? ';Secure' : '');
}

/**
 * The shortest domain for which the browser takes a cookie: it refuses those below which anybody may
 * register, such as co.uk. Single names have none; an address is its own.
 */
function ownDomain(): string {
  const labels = location.hostname.split('.');
  for (let n = 2; n <= labels.length; n++) {
    const candidate = labels.slice(-n).join('.');
    putCookie('_actt', 'x', 9, candidate);
    const taken = getCookie('_actt');
    putCookie('_actt', '', 0, candidate);
    if (taken) return candidate;
  }
  return '';
}
