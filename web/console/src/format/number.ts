const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/** count is a number of things, such as 12,345. */
export function count(n: number): string {
  return whole.format(n);
}

/** counted is a number with its word: 1 event, 2 events. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** rough is a number in as few digits as tell its size: 3.14, 12.3, 1,230. */
export function rough(n: number): string {
  return Math.abs(n) >= 1000 ? whole.format(n) : fine.format(n);
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** bytes is an amount of memory or disk. */
export function bytes(n: number): string {
  let unit = 0;
  for (; n >= 1024 && unit < units.length - 1; unit++) n /= 1024;
  return `${unit && n < 100 ? fine.format(n) : whole.format(n)} ${units[unit]}`;
}

/** seconds is a short time, in ms or s. */
export function seconds(s: number): string {
  return s < 1 ? `${rough(s * 1000)} ms` : `${rough(s)} s`;
}

/** percent is a share of one. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
