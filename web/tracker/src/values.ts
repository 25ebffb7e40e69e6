// Attributes and traits in the form of the API (tracking-sdk.md §6, events.md §4.2).
import { warn } from './quiet';

/** Attributes or traits as the page gives them. */
export type Values = Record<string, unknown>;

/** A value as it is sent. */
export interface Typed {
  dataType: string;
  value: string;
}

const longestName = 50;
const longestValue = 1024;

/** What the server takes for a value of each type. */
const forms: Record<string, RegExp> = {
  string: /^/,
  integer: /^-?\d{1,100}$/,
  number: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  boolean: /^(true|false)$/i,
};

/** Brings at most that many values into the form of the API; undefined if none is left. */
export function typed(values: Values, most: number, badCharacter?: RegExp): Record<string, Typed> | undefined {
  const sent: Record<string, Typed> = {};
  let left = most;
  for (const [given, value] of Object.entries(values)) {
    const name = allowedName(given, badCharacter);
    const form = typedValue(value);
    if (form && left-- > 0) sent[name] = form;
    if (form && (left < 0 || name !== given)) warn('renamed or dropped:', given);
  }
  return left < most ? sent : undefined;
}

/** A name with bad characters replaced, cut to what is allowed. */
export function allowedName(name: string, badCharacter = /[^\w-]/g): string {
  return name.replace(badCharacter, '_').replace(/^(?![a-z_])/i, '_').slice(0, longestName);
}

/** The name of the attribute that a form's field becomes (tracking-sdk.md §4). */
export const fieldAttribute = (name: string): string => allowedName('form_' + name);

/**
 * A value with its type: the one that it says, else the one that it has in JavaScript; undefined for what
 * is nothing, or no value. A value that is not of the type it says goes as text, for the server would
 * refuse the event.
 */
function typedValue(given: unknown): Typed | undefined {
  const { dataType, value } = (Object(given) === given ? given : { value: given }) as Partial<Typed>;
  if (value == null || Object(value) === value) return undefined;
  const text = String(value).slice(0, longestValue);
  const types = dataType ? [dataType, 'string'] : typeof value === 'number' ? ['integer', 'number'] : [typeof value];
  const fitting = types.find((type) => forms[type]?.test?.(text)); // none for NaN and Infinity
  return fitting ? { dataType: fitting, value: text } : undefined;
}
