import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const spare = 6; // rows beyond what is seen, on either side

/** useWindow tells which of many rows of the same height are on the screen, or nearly so: from, to (excluded). */
export function useWindow(
  list: RefObject<HTMLElement | null>,
  rows: number,
  height: number,
): [number, number] {
  const [seen, see] = useState<[number, number]>([0, 30]);
  useEffect(() => {
    let asked = 0;
    const look = () => {
      asked = 0;
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / height) - spare);
      const last = Math.ceil((innerHeight - top) / height) + spare;
      see((s) => (s[0] === first && s[1] === last ? s : [first, last]));
    };
    const ask = () => {
      asked ||= requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', ask, { passive: true });
    addEventListener('resize', ask);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', ask);
      removeEventListener('resize', ask);
    };
  }, [height, rows === 0]);
  return [Math.min(seen[0], rows), Math.min(seen[1], rows)];
}

/** useNarrow tells whether the window is as narrow as a phone's. */
export function useNarrow(): boolean {
  const query = '(max-width: 860px)';
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const look = () => setNarrow(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return narrow;
}
