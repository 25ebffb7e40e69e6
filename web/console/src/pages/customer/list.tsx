import type { Session } from '../../api/types.ts';
import { OutcomeChip, SegmentChip } from '../../design/chips.tsx';
import { Kind, kindName } from '../../design/kind.tsx';
import { Time } from '../../design/time.tsx';
import { counted } from '../../format/number.ts';
import { capital } from '../../format/text.ts';
import { duration } from '../../format/time.ts';
import { presence } from '../live/row.ts';
import { essence, particulars } from './sessions.ts';

/** SessionList is the sessions of a customer in words, the newest first. */
export function SessionList({ sessions }: { sessions: readonly Session[] }) {
  const now = Date.now();
  return (
    <section class="card" aria-label="Sessions">
      <h2>Sessions</h2>
      <ol class="session-list">
        {sessions.map((s) => {
          const state = presence(s, now);
          return (
            <li key={s.id}>
              <Kind type={s.type} labelled />
              <div class="stack">
                <p>
                  <a href={`sessions/${s.id}`} class="strong">
                    {kindName(s.type)}
                  </a>{' '}
                  {essence(s)}
                </p>
                <p class="small muted">
                  <Time at={s.createdDate} /> · {duration(s.durationInSeconds ?? 0)} ·{' '}
                  {counted(s.eventCount, 'event')}
                </p>
                <p class="small particulars">
                  {particulars(s).map(([name, value]) => (
                    <span key={name}>
                      <span class="muted">{name}</span> {value}
                    </span>
                  ))}
                </p>
                <div class="chips">
                  {s.outcomeAchievements?.map((a) => (
                    <OutcomeChip key={a.outcome.id} id={a.outcome.id} />
                  ))}
                  {s.segmentAssignments?.map((a) => (
                    <SegmentChip key={a.segment.id} id={a.segment.id} />
                  ))}
                </div>
              </div>
              <span class={`status ${state}`}>{capital(state)}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
