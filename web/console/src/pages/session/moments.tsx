import type { JourneyEvent } from '../../api/types.ts';
import { counted } from '../../format/number.ts';
import { shown } from '../../format/time.ts';
import { told } from './entries.ts';

interface Props {
  events: readonly JourneyEvent[];
  moment: number | null;
  onMoment: (moment: number | null) => void;
}

/** Moments is the slider that takes the session back to any of its events. */
export function Moments({ events, moment, onMoment }: Props) {
  const last = events.length - 1;
  const at = moment ?? last;
  const event = events[at];
  const words = event ? `${told(event).name}, ${shown(event.createdDate, 'clock')}` : '';
  return (
    <div class="moments">
      <div class="row spread">
        <h2>{counted(events.length, 'entry', 'entries')}</h2>
        {moment !== null && (
          <button type="button" class="button slim" onClick={() => onMoment(null)}>
            Back to now
          </button>
        )}
      </div>
      {last > 0 && (
        <label class="slider">
          <span class="small muted">
            {moment === null
              ? 'As it is now. Move the slider to see the session as it was.'
              : `As it was after ${words}`}
          </span>
          <input
            type="range"
            min="0"
            max={last}
            value={at}
            aria-label="The session as of an event"
            aria-valuetext={moment === null ? 'Now' : words}
            onInput={(e) => {
              const to = e.currentTarget.valueAsNumber;
              onMoment(to >= last ? null : to);
            }}
          />
        </label>
      )}
    </div>
  );
}
