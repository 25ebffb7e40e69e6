import type { ModuleConfig, Record } from './modules';
import { all, listen, type Stop } from './quiet';
import { onArrive } from './urls';

/** Records how far a page was scrolled: each rule once per page view. */
export function trackScroll({ scrollDepthEvents = [] }: ModuleConfig, record: Record): Stop {
  let left = scrollDepthEvents;
  const check = () => {
    const seen = (scrollY + innerHeight) / document.documentElement.scrollHeight * 100;
    left = left.filter((rule) => !(seen >= rule.percentage!) || void record(rule));
  };
  return all([listen(window, 'scroll', check), onArrive(() => left = scrollDepthEvents)]);
}
