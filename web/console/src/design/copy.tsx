import { useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** Copyable is a text to take elsewhere, with a button that copies it. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => undefined, // it can be selected by hand
    );
  return (
    <div class="copyable">
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <button type="button" class="button slim" onClick={copy}>
        <Icon name="copy" />
        {done ? 'Copied' : 'Copy'}
        <span class="unseen"> {label}</span>
      </button>
    </div>
  );
}
