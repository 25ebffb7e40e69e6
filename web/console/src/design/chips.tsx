import { outcomes, segments } from '../api/names.ts';
import { short } from '../format/text.ts';

/** SegmentChip is a segment by its name, with its colour beside it. */
export function SegmentChip({ id }: { id: string }) {
  const segment = segments.value.get(id);
  const name = segment?.displayName ?? `Segment ${short(id)}`;
  return (
    <span class="chip" title={name}>
      <span class="dot" style={{ '--dot': segment?.color ?? '' }} />
      <span class="clip">{name}</span>
    </span>
  );
}

/** OutcomeChip is an outcome by its name; a negative one looks so. */
export function OutcomeChip({ id, name }: { id: string; name?: string }) {
  const outcome = outcomes.value.get(id);
  const text = outcome?.displayName ?? name ?? `Outcome ${short(id)}`;
  return (
    <span class={`chip outcome ${outcome?.isPositive === false ? 'negative' : ''}`} title={text}>
      <span class="clip">{text}</span>
    </span>
  );
}
