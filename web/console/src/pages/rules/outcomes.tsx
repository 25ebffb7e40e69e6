import type { Outcome } from '../../api/rules.ts';
import { DefinitionList } from './list.tsx';

/** OutcomesPage lists the outcomes. */
export default function OutcomesPage() {
  return (
    <DefinitionList<Outcome>
      kind="outcome"
      about="An outcome says that a goal was reached. It counts once in a session."
      mark={(o) => <span class={`swatch goal ${o.isPositive ? '' : 'negative'}`} />}
      trait={(o) =>
        [o.isPositive ? 'Good' : 'Bad', o.associatedValueField && `value from ${o.associatedValueField.name}`]
          .filter(Boolean)
          .join(' · ')
      }
    />
  );
}
