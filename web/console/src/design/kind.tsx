import { sessionTypes } from '../api/names.ts';
import { capital, words } from '../format/text.ts';
import { Icon, isIcon, strokesOf, type IconName } from './icon.tsx';

const builtIn = ['web', 'app', 'conversation'];

/** Other names that a session type may give its icon, and types that have no definition. */
const iconsByWord: [RegExp, IconName][] = [
  [/deliver|parcel|package|shipment|truck|order/i, 'parcel'],
  [/ticket|booking|event/i, 'ticket'],
  [/atm|bank|card|payment|loan/i, 'bank'],
  [/store|shop|branch|visit/i, 'store'],
  [/case|claim/i, 'case'],
  [/mail/i, 'mail'],
  [/call|phone|voice/i, 'phone'],
  [/car|service|repair|vehicle/i, 'car'],
  [/chat|message/i, 'conversation'],
];

/** kindClass is the class that has the colour of a session type. */
export function kindClass(type: string): string {
  return builtIn.includes(type) ? type : 'custom';
}

/** kindName is what a session type is called. */
export function kindName(type: string): string {
  return sessionTypes.value.get(type)?.displayName || capital(words(type));
}

/** kindColor is the colour of a session type, for charts. */
export function kindColor(type: string): string {
  const color = sessionTypes.value.get(type)?.color;
  return color && CSS.supports('color', color) ? color : `var(--${kindClass(type)})`;
}

function kindIcon(type: string): IconName {
  const wanted = sessionTypes.value.get(type)?.icon;
  for (const word of [wanted, type]) {
    if (!word) continue;
    if (isIcon(word)) return word;
    const found = iconsByWord.find(([pattern]) => pattern.test(word));
    if (found) return found[1];
  }
  return 'custom';
}

/** Kind is the picture of a session type, with its name for those who do not see it. */
export function Kind({ type, labelled = false }: { type: string; labelled?: boolean }) {
  return (
    <span class={`kind ${kindClass(type)}`} style={{ '--kind': kindColor(type) }} title={kindName(type)}>
      <Icon name={kindIcon(type)} />
      {!labelled && <span class="unseen">{kindName(type)}</span>}
    </span>
  );
}

/** KindStrokes is the picture of a session type within a drawing. */
export function KindStrokes({ type }: { type: string }) {
  return <path d={strokesOf(kindIcon(type))} />;
}
