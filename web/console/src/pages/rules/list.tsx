import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { all } from '../../api/client.ts';
import type { Outcome, Segment } from '../../api/rules.ts';
import { Icon } from '../../design/icon.tsx';
import { useLoad } from '../../design/load.ts';
import { Empty, Refused, Waiting } from '../../design/notice.tsx';
import { count } from '../../format/number.ts';
import { capital } from '../../format/text.ts';
import { live } from '../live/store.ts';
import { holders } from '../live/tally.ts';
import type { Kind } from './draft.ts';
import { conditionsText } from './sentence.ts';

interface Props<D> {
  kind: Kind;
  about: string;
  mark: (definition: D) => ComponentChildren;
  trait: (definition: D) => string;
}

/** DefinitionList is all segments or all outcomes, with how many of the live sessions have each. */
export function DefinitionList<D extends Segment | Outcome>({ kind, about, mark, trait }: Props<D>) {
  const path = `/api/v2/journey/${kind}s?pageSize=200`;
  const { value, error, reload } = useLoad(path, (signal) => all<D>(path, 1000, signal));
  useEffect(() => live.use(), []);
  void live.version.value; // rows are no signal
  const held = holders(live.rows.ordered, `${kind}s`);
  return (
    <div class="stack">
      <div class="heading">
        <div>
          <h1>{capital(kind)}s</h1>
          <p class="prose">{about}</p>
        </div>
        <a class="button primary" href={`${kind}s/new`}>
          <Icon name="plus" />
          New {kind}
        </a>
      </div>
      {error ? <Refused error={error} again={reload} /> : null}
      {!value && !error && <Waiting />}
      {value?.length === 0 && (
        <Empty title={`There are no ${kind}s yet`}>
          <p class="prose">
            Create one: you see at once what it would have matched in the last hour, and in the past month
            with a click.
          </p>
        </Empty>
      )}
      {value && value.length > 0 && (
        <ul class="rules">
          {value.map((d) => (
            <li key={d.id} class={`card ${d.isActive ? '' : 'inactive'}`}>
              <div class="rule-mark">{mark(d)}</div>
              <div class="rule-words">
                <h2>
                  <a href={`${kind}s/${d.id}`}>{d.displayName}</a>
                </h2>
                {conditionsText(d).map((line) => (
                  <p key={line} class="muted small">
                    {line}.
                  </p>
                ))}
                <p class="tiny muted">{[!d.isActive && 'Inactive', trait(d)].filter(Boolean).join(' · ')}</p>
              </div>
              <a class="rule-count" href={`./?${kind}=${d.id}`}>
                <b>{count(held.get(d.id) ?? 0)}</b> <span class="tiny muted">live now</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
