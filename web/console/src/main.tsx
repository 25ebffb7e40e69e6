import { render } from 'preact';
import { App } from './app/app.tsx';
import { routing } from './app/router.ts';
import { theming } from './app/theme.ts';

theming();
routing();
render(<App />, document.getElementById('app')!);
