import { useEffect } from 'preact/hooks';
import { loadNames } from '../api/names.ts';
import { token } from '../api/token.ts';
import { Page } from './routes.tsx';
import { Shell } from './shell.tsx';
import { askAbout } from './about.ts';
import { SignIn } from './signin.tsx';

/** App is the console: the way in, and behind it the pages. */
export function App() {
  const signedIn = token.value !== '';
  useEffect(() => void askAbout(), []);
  useEffect(() => {
    if (signedIn) loadNames(true);
  }, [signedIn]);
  if (!signedIn) return <SignIn />;
  return (
    <Shell>
      <Page />
    </Shell>
  );
}
