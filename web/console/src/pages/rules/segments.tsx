import type { Segment } from '../../api/rules.ts';
import { DefinitionList } from './list.tsx';

/** SegmentsPage lists the segments. */
export default function SegmentsPage() {
  return (
    <DefinitionList<Segment>
      kind="segment"
      about="A segment says who a visitor is. It is assigned the moment its conditions hold."
      mark={(s) => <span class="swatch" style={{ background: s.color }} />}
      trait={traitOf}
    />
  );
}

function traitOf(s: Segment): string {
  const days = s.assignmentExpirationDays ? `, for ${s.assignmentExpirationDays} days` : '';
  const from = s.externalSegment ? `, assigned from outside as ${s.externalSegment.name}` : '';
  return `${s.scope === 'Customer' ? 'Of the customer' : 'Of the session'}${days}${from}`;
}
