// Forms that are submitted or abandoned (tracking-sdk.md §4).
import { all, later, listen, quietly, type Stop } from './quiet';
import { isCapturable, notePassword, type Field } from './sensitive';
import { onLeave } from './urls';
import { fieldAttribute, type Values } from './values';

/** What to track of which forms. */
export interface FormOptions {
  captureFormDataOnSubmit?: boolean | undefined;
  captureFormDataOnAbandon?: boolean | undefined;
  formName?: string | undefined;
  customAttributes?: Values;
  traitsMapper?: unknown;
  transform?: (form: HTMLFormElement, name: string, value: string) => unknown;
}

/** Reports what happened to a form. */
export type Report = (eventName: string, attributes: Values) => void;

/** Tracks forms that match the selector, those that are inserted later included. */
export function trackForms(selector: string, options: FormOptions, report: Report): Stop {
  const { formName, customAttributes, captureFormDataOnSubmit = true, captureFormDataOnAbandon } = options;
  const prefix = formName?.trim().replace(/[^a-z0-9]/gi, '_').toLowerCase() || 'form';
  const changed = new Set<HTMLFormElement>();
  const isWanted = (form: unknown): form is HTMLFormElement =>
    form instanceof HTMLFormElement && form.matches(selector);
  const tell = (form: HTMLFormElement, fate: string, fields: Values) => {
    changed.delete(form);
    report(prefix + fate, { ...customAttributes, formName, ...introduce(form), ...fields });
  };

  const onChange = ({ target }: Event) => {
    const { form } = notePassword(target as Field);
    if (isWanted(form)) changed.add(form);
  };
  // Values are read before the page's own handlers see the event and may clear them; whether it is a
  // submission is known when they have had their say, or the page is left.
  const onSubmit = (event: Event) => {
    const form = event.target;
    if (!isWanted(form)) return;
    const fields = captureFormDataOnSubmit ? capture(form, options) : {};
    const settle = () => {
      stop();
      if (isRefused(event, form)) changed.add(form);
      else tell(form, '_submitted', fields);
    };
    const stop = all([later(settle), onLeave(settle)]);
    changed.delete(form);
  };
  const abandon = () => changed.forEach((form) =>
    tell(form, '_abandoned', captureFormDataOnAbandon ? capture(form, options) : {}));
  return all([
    listen(document, 'input change', onChange),
    listen(window, 'submit', onSubmit),
    onLeave(abandon),
  ]);
}

/**
 * Whether the page's validation stopped a submission. Apps that send forms by script stop every one: theirs
 * count if nothing in the form is marked as invalid.
 */
function isRefused(event: Event, form: HTMLFormElement): unknown {
  return event.defaultPrevented && (form.matches(':invalid') || form.querySelector('[aria-invalid=true]'));
}

/** What the form says of itself. A field may be called `id` or `action` and hide what the form has. */
function introduce(form: HTMLFormElement): Values {
  const action = form.getAttribute('action');
  return {
    formId: form.getAttribute('id'),
    formAction: action && new URL(action, document.baseURI).href.replace(/[?#].*/, ''),
  };
}

/** The values of a form that may be captured, as attributes, wherever their fields stand. */
function capture(form: HTMLFormElement, { transform }: FormOptions): Values {
  const fields: Values = {};
  for (const field of form.elements as Iterable<Element> as Iterable<Field>) {
    const name = field.name || field.id;
    if (!name || !field.value || !isCapturable(field)) continue;
    fields[fieldAttribute(name)] = transform ? quietly(transform)(form, name, field.value) : field.value;
  }
  return fields;
}
