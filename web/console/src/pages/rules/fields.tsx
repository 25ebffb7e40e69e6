import { Check, Field } from '../../design/field.tsx';
import type { Draft, Kind } from './draft.ts';

interface Props {
  draft: Draft;
  wrong: (path: string) => string | undefined;
  onChange: (part: Partial<Draft>) => void;
}

/** Basics is what every definition has. */
export function Basics({ kind, draft, wrong, onChange }: Props & { kind: Kind }) {
  return (
    <>
      <Field label="Name" wrong={wrong('displayName')}>
        {(a) => (
          <input
            {...a}
            required
            maxLength={256}
            placeholder={kind === 'segment' ? 'Comes from paid search' : 'Order placed'}
            value={draft.displayName}
            onInput={(e) => onChange({ displayName: e.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Description" hint="For colleagues: why it matters, what to do about it.">
        {(a) => (
          <textarea
            {...a}
            maxLength={4000}
            value={draft.description}
            onInput={(e) => onChange({ description: e.currentTarget.value })}
          />
        )}
      </Field>
      <Check
        label="Active"
        hint={`An inactive ${kind} is not evaluated. What it has matched stays.`}
        checked={draft.isActive}
        onChange={(isActive) => onChange({ isActive })}
      />
    </>
  );
}

/** SegmentFields is what only segments have. */
export function SegmentFields({ draft, wrong, onChange }: Props) {
  return (
    <>
      <div class="row">
        <Field label="Colour">
          {(a) => (
            <input
              {...a}
              type="color"
              value={draft.color}
              onInput={(e) => onChange({ color: e.currentTarget.value })}
            />
          )}
        </Field>
        <Field
          label="Stays with the customer for days"
          hint="Empty: it belongs to the one session. With days it belongs to the customer, shows in each later session, and a new match renews it."
          wrong={wrong('assignmentExpirationDays')}
        >
          {(a) => (
            <input
              {...a}
              class="short"
              type="number"
              min="1"
              max="3650"
              placeholder="–"
              value={draft.expirationDays}
              onInput={(e) => onChange({ expirationDays: e.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Check
        label="Shown to agents"
        checked={draft.shouldDisplayToAgent}
        onChange={(shouldDisplayToAgent) => onChange({ shouldDisplayToAgent })}
      />
    </>
  );
}

/** OutcomeFields is what only outcomes have. */
export function OutcomeFields({ draft, wrong, onChange }: Props) {
  return (
    <>
      <Check
        label="It is a good thing"
        hint="A label for reports and colours."
        checked={draft.isPositive}
        onChange={(isPositive) => onChange({ isPositive })}
      />
      <div class="row">
        <Field
          label="Its value is in the attribute"
          hint="Of the event that completes the journey, such as total. Empty: it has no value."
          wrong={wrong('associatedValueField.name')}
        >
          {(a) => (
            <input
              {...a}
              value={draft.valueName}
              placeholder="–"
              onInput={(e) => onChange({ valueName: e.currentTarget.value.trim() })}
            />
          )}
        </Field>
        {draft.valueName && (
          <Field label="Which is">
            {(a) => (
              <select
                {...a}
                value={draft.valueType}
                onChange={(e) => onChange({ valueType: e.currentTarget.value })}
              >
                <option value="Number">a number</option>
                <option value="Integer">a whole number</option>
              </select>
            )}
          </Field>
        )}
      </div>
    </>
  );
}
