import type { ComponentChildren } from 'preact';
import { signOut } from '../api/token.ts';
import { Icon, type IconName } from '../design/icon.tsx';
import { about } from './about.ts';
import { Lookup } from './lookup.tsx';
import { place } from './router.ts';
import { theme, type Theme } from './theme.ts';

const places: [string, string, IconName][] = [
  ['', 'Live', 'live'],
  ['customers', 'Customers', 'customers'],
  ['segments', 'Segments', 'segments'],
  ['outcomes', 'Outcomes', 'outcomes'],
  ['health', 'Health', 'health'],
  ['settings', 'Settings', 'settings'],
];

/** Shell is what is around every page. */
export function Shell({ children }: { children: ComponentChildren }) {
  const here = place.value.path.split('/')[1] ?? '';
  const skip = (event: Event) => {
    event.preventDefault();
    document.getElementById('main')?.focus();
  };
  return (
    <div class="shell">
      <a class="skip" href="./" onClick={skip}>
        Skip to the content
      </a>
      <header class="top">
        <a href="./" class="brand" aria-label="Sojourn, live view">
          <Mark />
          Sojourn
        </a>
        <Lookup />
        <div class="tools">
          <ThemeSwitch />
          <button
            type="button"
            class="button icon plain"
            onClick={signOut}
            aria-label="Sign out"
            title="Sign out"
          >
            <Icon name="leave" />
          </button>
        </div>
      </header>
      <nav class="places" aria-label="Pages">
        <ul>
          {places.map(([path, name, icon]) => {
            const current = path === here || (path === '' && here === 'sessions');
            return (
              <li key={path}>
                <a href={path || './'} aria-current={current ? 'page' : undefined}>
                  <Icon name={icon} />
                  {name}
                </a>
              </li>
            );
          })}
        </ul>
        <p class="tiny muted about">
          <a href="openapi.html" data-outside target="_blank" rel="noopener">
            API
          </a>
          {about.value?.version && <span>{about.value.version}</span>}
        </p>
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** Mark is a journey: it begins, goes up, and arrives. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M7 21c4 0 4-10 9-10s5 10 9 10" />
      <circle cx="7" cy="21" r="2.600" />
      <circle cx="25" cy="21" r="2.600" class="goal" />
    </svg>
  );
}

const next: Record<Theme, [Theme, IconName, string]> = {
  system: ['light', 'auto', 'Colours follow the device; switch to light'],
  light: ['dark', 'sun', 'Light colours; switch to dark'],
  dark: ['system', 'moon', 'Dark colours; switch to those of the device'],
};

function ThemeSwitch() {
  const [then, icon, label] = next[theme.value];
  return (
    <button
      type="button"
      class="button icon plain"
      aria-label={label}
      title={label}
      onClick={() => (theme.value = then)}
    >
      <Icon name={icon} />
    </button>
  );
}
