// The traits mappers (tracking-sdk.md §4): which values say who the customer is.
import { fieldAttribute, type Values } from './values';

/** Which field becomes which trait; the trait is called like the field unless it says otherwise. */
export interface Mapping {
  fieldName?: string;
  traitName?: string;
}

/**
 * Takes the mapped values out of attributes, and returns them as traits. A form's fields are there under
 * names of their own. Mappers work one after the other; what one has taken the next does not see.
 */
export function takeTraits(attributes: Values, ...mappers: unknown[]): Values {
  const traits: Values = {};
  for (const { fieldName = '', traitName = fieldName } of mappers.flat() as Mapping[]) {
    for (const name of [fieldName, fieldAttribute(fieldName)]) {
      if (!(name in attributes)) continue;
      traits[traitName] = attributes[name];
      delete attributes[name];
    }
  }
  return traits;
}
