import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Empty, Waiting } from '../design/notice.tsx';
import { match, place } from './router.ts';

export type PageProps = { values: Record<string, string> };
type PageComponent = ComponentType<PageProps>;

interface Route {
  pattern: string;
  title: string;
  load: () => Promise<{ default: PageComponent }>;
}

/** Each page is a file of its own, fetched when it is first opened. */
const routes: Route[] = [
  { pattern: '/', title: 'Live', load: () => import('../pages/live/page.tsx') },
  { pattern: '/sessions/:id', title: 'Session', load: () => import('../pages/session/page.tsx') },
  { pattern: '/customers', title: 'Customers', load: () => import('../pages/customer/search.tsx') },
  { pattern: '/customers/:id', title: 'Customer', load: () => import('../pages/customer/page.tsx') },
  { pattern: '/customers/:type/:id', title: 'Customer', load: () => import('../pages/customer/page.tsx') },
  { pattern: '/segments', title: 'Segments', load: () => import('../pages/rules/segments.tsx') },
  { pattern: '/segments/:id', title: 'Segment', load: () => import('../pages/rules/segment.tsx') },
  { pattern: '/outcomes', title: 'Outcomes', load: () => import('../pages/rules/outcomes.tsx') },
  { pattern: '/outcomes/:id', title: 'Outcome', load: () => import('../pages/rules/outcome.tsx') },
  { pattern: '/health', title: 'Health', load: () => import('../pages/health/page.tsx') },
  { pattern: '/settings', title: 'Settings', load: () => import('../pages/settings/page.tsx') },
];

const loaded = new Map<Route, PageComponent>();

/** Page is what belongs to the place where the reader is. */
export const Page: FunctionComponent = () => {
  const { path } = place.value;
  let values: Record<string, string> | null = null;
  const route = routes.find((r) => (values = match(r.pattern, path)));
  const [, arrived] = useState(0);
  const [failed, fail] = useState<Route | undefined>();
  useEffect(() => {
    document.title = route && route.pattern !== '/' ? `${route.title} · Sojourn` : 'Sojourn';
    if (!route || loaded.has(route)) return;
    route.load().then(
      (module) => (loaded.set(route, module.default), arrived((n) => n + 1)),
      () => fail(route),
    );
  }, [route]);
  if (!route || !values) {
    return (
      <Empty title="There is no such page">
        <a href="./">To the live view</a>
      </Empty>
    );
  }
  const Found = loaded.get(route);
  if (Found) return <Found key={path} values={values} />;
  if (failed !== route) return <Waiting />;
  return (
    <Empty title="This page could not be fetched">
      <p>The server may be away, or may have been updated since you opened the console.</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload
      </button>
    </Empty>
  );
};
