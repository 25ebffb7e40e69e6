import { useEffect, useRef, useState } from 'preact/hooks';
import { outcomes } from '../../api/names.ts';
import type { Session } from '../../api/types.ts';
import { KindStrokes, kindColor, kindName } from '../../design/kind.tsx';
import { duration, shown, utc } from '../../format/time.ts';
import { axisOf, stacked } from './axis.ts';
import { endOf, essence, laneOrder } from './sessions.ts';

const [bar, gap, top, bottom] = [28, 12, 18, 34]; // pixels
const iconRoom = 28;
const letter = 6.4; // average width

/** Journey is all sessions of a customer on one time axis, a lane for each kind. */
export function Journey({ sessions }: { sessions: readonly Session[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(900);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setRoom(Math.floor(entry!.contentRect.width)));
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (frame.current) frame.current.scrollLeft = frame.current.scrollWidth; // the newest is at the right
  }, [sessions.length, room]);

  const now = Date.now();
  const spans = sessions.map((s) => ({ start: Date.parse(s.createdDate), end: endOf(s, now) }));
  const axis = axisOf(spans, room - 48);
  const lanes = laneOrder(sessions).map((type) => {
    const members = sessions
      .map((session, i) => ({ session, left: axis.x(spans[i]!.start), right: axis.x(spans[i]!.end) }))
      .filter(({ session }) => session.type === type)
      .map((m) => ({ ...m, right: Math.max(m.right, m.left + iconRoom) }))
      .sort((a, b) => a.left - b.left);
    const rows = stacked(members.map((m) => ({ left: m.left, right: m.right + 4 })));
    return { type, members, rows, height: (Math.max(0, ...rows) + 1) * (bar + gap) };
  });
  const height = top + lanes.reduce((sum, lane) => sum + lane.height, 0) + bottom;
  const width = axis.width + 48;
  const open = sessions.some((s) => !s.endedDate);
  let y = top;
  return (
    <div class="lane-frame">
      <ul class="lanes" aria-hidden="true">
        {lanes.map((lane) => (
          <li key={lane.type} style={{ height: `${lane.height}px`, color: kindColor(lane.type) }}>
            {kindName(lane.type)}
          </li>
        ))}
      </ul>
      <div
        class="journey-map"
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label="All sessions on one time axis, scrollable"
      >
        <svg width={width} height={height} viewBox={`-4 0 ${width} ${height}`}>
          {axis.pauses.map((p) => (
            <text key={p.x} class="pause" x={p.x} y={height - 6} text-anchor="middle">
              {duration(p.seconds)}
            </text>
          ))}
          {axis.ticks.map((t, i) => {
            const day = shown(t.time, 'date');
            const same = i > 0 && day === shown(axis.ticks[i - 1]!.time, 'date');
            return (
              <g key={t.time} class="tick">
                <line x1={t.x} x2={t.x} y1={top - 8} y2={height - bottom + 2} />
                <text x={t.x} y={height - bottom + 15}>
                  <title>{utc(t.time)}</title>
                  {same ? shown(t.time, 'minute') : day}
                </text>
              </g>
            );
          })}
          {open && <line class="now" x1={axis.x(now)} x2={axis.x(now)} y1={0} y2={height - bottom + 2} />}
          {lanes.map((lane) => {
            const at = y;
            y += lane.height;
            return (
              <g key={lane.type}>
                {lane.members.map((m, i) => (
                  <Bar key={m.session.id} {...m} y={at + lane.rows[i]! * (bar + gap)} x={axis.x} />
                ))}
              </g>
            );
          })}
        </svg>
      </div>
    </div>
  );
}

interface BarProps {
  session: Session;
  left: number;
  right: number;
  y: number;
  x: (time: number) => number;
}

function Bar({ session: s, left, right, y, x }: BarProps) {
  const text = `${kindName(s.type)}: ${essence(s)}`;
  const letters = Math.floor((right - left - iconRoom - 6) / letter);
  const words = essence(s);
  return (
    <a
      href={`sessions/${s.id}`}
      class={`bar ${s.endedDate ? '' : 'running'}`}
      style={{ '--kind': kindColor(s.type) }}
      aria-label={text}
    >
      <title>{`${text}\n${shown(s.createdDate)} · ${duration(s.durationInSeconds ?? 0)}`}</title>
      <rect x={left} y={y} width={right - left} height={bar} rx="6" />
      <svg x={left + 6} y={y + 6} width="16" height="16" viewBox="0 0 20 20" class="icon" aria-hidden="true">
        <KindStrokes type={s.type} />
      </svg>
      {letters > 3 && (
        <text x={left + iconRoom} y={y + 18}>
          {words.length > letters ? `${words.slice(0, letters - 1)}…` : words}
        </text>
      )}
      {s.outcomeAchievements?.map((a) => (
        <path
          key={a.outcome.id}
          class={outcomes.value.get(a.outcome.id)?.isPositive === false ? 'goal negative' : 'goal'}
          d={`M${x(Date.parse(a.achievedDate))} ${y - 9}l5 5-5 5-5-5z`}
        >
          <title>{`${outcomes.value.get(a.outcome.id)?.displayName ?? 'Outcome'}, ${shown(a.achievedDate)}`}</title>
        </path>
      ))}
    </a>
  );
}
