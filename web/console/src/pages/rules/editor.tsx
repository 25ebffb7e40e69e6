import { useEffect, useState } from 'preact/hooks';
import { change, get } from '../../api/client.ts';
import { Fault } from '../../api/fault.ts';
import { loadNames } from '../../api/names.ts';
import type { Outcome, Segment } from '../../api/rules.ts';
import { go } from '../../app/router.ts';
import { useLoad } from '../../design/load.ts';
import { Refused, Waiting } from '../../design/notice.tsx';
import { capital } from '../../format/text.ts';
import { live } from '../live/store.ts';
import { ConditionsForm } from './conditions.tsx';
import { blank, draftOf, requestOf, type Draft, type Kind } from './draft.ts';
import { conditionsText } from './sentence.ts';
import { OutcomeFields, SegmentFields, Basics } from './fields.tsx';
import { Remove } from './remove.tsx';
import { Trial } from './trial.tsx';

type Definition = Segment | Outcome;

/** Editor makes a new segment or outcome, or changes one. */
export function Editor({ kind, id }: { kind: Kind; id: string }) {
  const isNew = id === 'new';
  const listing = `/api/v2/journey/${kind}s`;
  const stored = useLoad(`${listing}/${id}`, async (signal) =>
    isNew ? undefined : get<Definition>(`${listing}/${encodeURIComponent(id)}`, signal),
  );
  if (stored.error) return <Refused error={stored.error} again={stored.reload} />;
  if (!isNew && !stored.value) return <Waiting />;
  return (
    <Form
      key={stored.value?.version ?? 0}
      kind={kind}
      listing={listing}
      stored={stored.value}
      reload={stored.reload}
    />
  );
}

interface FormProps {
  kind: Kind;
  listing: string;
  stored: Definition | undefined;
  reload: () => void;
}

function Form({ kind, listing, stored, reload }: FormProps) {
  const [draft, setDraft] = useState<Draft>(() => (stored ? draftOf(stored) : blank()));
  const [fault, setFault] = useState<unknown>();
  const [saving, setSaving] = useState(false);
  useEffect(() => live.use(), []);
  const set = (part: Partial<Draft>) => {
    setDraft((d) => ({ ...d, ...part }));
    setFault(undefined);
  };
  const save = async (version = stored?.version) => {
    setSaving(true);
    setFault(undefined);
    try {
      if (stored)
        await change('PATCH', `${listing}/${stored.id}`, { ...requestOf(kind, draft, true), version });
      else await change('POST', listing, requestOf(kind, draft));
      loadNames(true);
      go(`/${kind}s`);
    } catch (error) {
      setFault(error);
      setSaving(false);
    }
  };
  const overwrite = async () => save((await get<Definition>(`${listing}/${stored!.id}`)).version);
  const wrong = (path: string) => wrongAt(fault, path);
  const sentence = conditionsText(draft);
  const stale = fault instanceof Fault && fault.code === 'version.conflict' && stored !== undefined;
  return (
    <form
      class="stack"
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <div class="heading">
        <div>
          <p class="crumb">
            <a href={`${kind}s`}>{capital(kind)}s</a>
          </p>
          <h1>{stored ? stored.displayName : `New ${kind}`}</h1>
        </div>
        {stored && <Remove kind={kind} path={`${listing}/${stored.id}`} name={stored.displayName} />}
      </div>
      <div class="editor">
        <div class="stack">
          <section class="card stack close" aria-label="Basics">
            <Basics kind={kind} draft={draft} wrong={wrong} onChange={set} />
          </section>
          <section class="card stack" aria-label="Conditions">
            <h2>When it {kind === 'segment' ? 'is assigned' : 'is achieved'}</h2>
            <ConditionsForm value={draft} wrong={wrong} onChange={set} />
          </section>
          <section class="card stack close" aria-label="More">
            {kind === 'segment' ? (
              <SegmentFields draft={draft} wrong={wrong} onChange={set} />
            ) : (
              <OutcomeFields draft={draft} wrong={wrong} onChange={set} />
            )}
          </section>
          {stale ? (
            <div class="notice warn" role="alert">
              <p class="title">Somebody has changed this {kind} since you opened it.</p>
              <p class="actions">
                <button type="button" class="button slim" onClick={reload}>
                  Drop mine and load theirs
                </button>
                <button type="button" class="button slim" onClick={() => overwrite().catch(setFault)}>
                  Overwrite theirs with mine
                </button>
              </p>
            </div>
          ) : fault ? (
            <Refused error={fault} />
          ) : null}
          <div class="actions">
            <button type="submit" class="button primary" disabled={saving || !draft.displayName.trim()}>
              {stored ? 'Save' : `Create the ${kind}`}
            </button>
            <a class="button plain" href={`${kind}s`}>
              Cancel
            </a>
          </div>
        </div>
        <div class="stack aside">
          {sentence.length > 0 && (
            <section class="card" aria-label="In words">
              <h2>In words</h2>
              {sentence.map((line) => (
                <p key={line}>{line}.</p>
              ))}
            </section>
          )}
          <Trial kind={kind} draft={draft} onFault={setFault} />
        </div>
      </div>
    </form>
  );
}

/** wrongAt is what a fault says of a member; a backtest puts the kind before the path. */
function wrongAt(fault: unknown, path: string): string | undefined {
  if (!(fault instanceof Fault)) return undefined;
  const detail = fault.details.find((d) => d.fieldName?.replace(/^(segment|outcome)\./, '') === path);
  return detail && fault.message;
}
