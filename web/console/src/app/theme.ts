import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const place = 'sojourn.theme';

/** theme is the reader's choice of colours; system follows the device. */
export const theme = signal<Theme>(read());

function read(): Theme {
  try {
    const kept = localStorage.getItem(place);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** theming puts the choice on the page and keeps it. */
export function theming() {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    try {
      localStorage.setItem(place, theme.value);
    } catch {
      // it holds for this visit
    }
  });
}
