import { count, counted } from '../../format/number.ts';
import { shown } from '../../format/time.ts';
import type { Minute } from './row.ts';
import { eventsIn } from './tally.ts';

const kinds = ['web', 'app', 'conversation', 'custom'] as const;
const [width, height, room] = [600, 110, 14]; // room above, for the marks of outcomes

/** Minutes is the events of the last hour, minute by minute, by kind of session. A mark says that an outcome came. */
export function Minutes({ minutes }: { minutes: readonly Minute[] }) {
  const top = Math.max(5, ...minutes.map(eventsIn));
  const step = width / 60;
  const label = `Events per minute in the last hour; the most in one minute were ${count(Math.max(0, ...minutes.map(eventsIn)))}`;
  const used = kinds.filter((kind) => minutes.some((m) => m[kind] > 0));
  return (
    <figure class="minutes">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} preserveAspectRatio="none">
        <line class="axis" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
        {minutes.map((m, i) => {
          let y = height - 1;
          return (
            <g key={m.date}>
              <title>{told(m)}</title>
              <rect class="hit" x={i * step} y="0" width={step} height={height} />
              {kinds.map((kind) => {
                const tall = (m[kind] / top) * (height - room - 1);
                y -= tall;
                return (
                  m[kind] > 0 && (
                    <rect key={kind} class={kind} x={i * step + 1} y={y} width={step - 2} height={tall} />
                  )
                );
              })}
              {m.outcomes > 0 && <path class="goal" d={`M${(i + 0.5) * step} ${y - 9}l4 4-4 4-4-4z`} />}
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span>60 min ago</span>
        <span class="legend">
          {used.map((kind) => (
            <span key={kind} class={kind}>
              {kind}
            </span>
          ))}
          {minutes.some((m) => m.outcomes > 0) && <span class="goal">outcome</span>}
        </span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

function told(m: Minute): string {
  const parts = kinds.filter((kind) => m[kind] > 0).map((kind) => `${kind} ${count(m[kind])}`);
  return [
    `${shown(m.date, 'minute')}: ${counted(eventsIn(m), 'event')}${parts.length > 1 ? ` (${parts.join(', ')})` : ''}`,
    `${counted(m.sessions, 'session')} began`,
    `${counted(m.segments, 'segment')} assigned, ${counted(m.outcomes, 'outcome')} achieved`,
  ].join('\n');
}
