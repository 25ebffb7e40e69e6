// What is never captured of a form, whatever the site asks for (tracking-sdk.md §4).
import { hasCardNumber } from './card';

/** A form's control that can hold a value. */
export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const secretTypes = /password|hidden|file|submit|button|reset|image|output/;
const boxes = /checkbox|radio/;
const secretAutocomplete = /(^| )(cc-|current-password|new-password|one-time-code)/i;
const passwords = new WeakSet<Field>();

/** Remembers password fields, for those that are shown as text when the form is sent. */
export function notePassword(field: Field): Field {
  if (field.type === 'password') passwords.add(field);
  return field;
}

/** Whether a field says something, and may be captured. */
export function isCapturable(field: Field): boolean {
  return !(field.disabled || boxes.test(field.type) && !(field as HTMLInputElement).checked
    || secretTypes.test(field.type) || passwords.has(field)
    || secretAutocomplete.test(field.getAttribute('autocomplete') ?? '')
    || field.closest('[data-journey-ignore]')
    || hasCardNumber(field.value));
}
