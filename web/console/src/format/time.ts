// Times are shown in the reader's zone, with UTC at hand. Words are English, hours go to 24.

const options: Record<string, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { hour: '2-digit', minute: '2-digit' },
  date: { day: 'numeric', month: 'short' },
  day: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  full: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
};

export type TimeForm = keyof typeof options;

const formats = new Map<string, Intl.DateTimeFormat>();

/** shown is a time in a zone, the reader's unless named. */
export function shown(at: string | number | Date, form: TimeForm = 'moment', zone?: string): string {
  const key = `${form} ${zone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      ...options[form],
      hourCycle: 'h23',
      ...(zone && { timeZone: zone }),
    });
    formats.set(key, format);
  }
  return format.format(new Date(at));
}

/** utc is a time with everything there is to know about it. */
export function utc(at: string | number | Date): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? String(at)
    : date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** duration is a span in its two largest units, such as 2 min 5 s. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return two(Math.floor(s / 60), 'min', s % 60, 's');
  if (s < 86_400) return two(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'min');
  return two(Math.floor(s / 86_400), 'd', Math.floor((s % 86_400) / 3600), 'h');
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small ? `${large} ${largeUnit} ${small} ${smallUnit}` : `${large} ${largeUnit}`;
}

/** stopwatch is a span as 2:05 or 1:04:09: narrow, and steady while it runs. */
export function stopwatch(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const tail = `${pad(Math.floor(s / 60) % 60, s >= 3600)}:${pad(s % 60, true)}`;
  if (s >= 86_400) return duration(s);
  return s >= 3600 ? `${Math.floor(s / 3600)}:${tail}` : tail;
}

function pad(n: number, two: boolean): string {
  return two ? String(n).padStart(2, '0') : String(n);
}
