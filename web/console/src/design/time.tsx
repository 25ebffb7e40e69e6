import { shown, utc, type TimeForm } from '../format/time.ts';

/** Time is a moment in the reader's zone; UTC shows on hover. */
export function Time({ at, form }: { at: string; form?: TimeForm }) {
  return (
    <time dateTime={at} title={utc(at)} class="nowrap">
      {shown(at, form)}
    </time>
  );
}
