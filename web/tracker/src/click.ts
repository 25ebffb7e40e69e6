import type { ModuleConfig, Record } from './modules';
import { listen, quietly, type Stop } from './quiet';

/** Records clicks on elements, or on what is in them. One listener serves elements that come later, too. */
export function trackClicks({ clickEvents }: ModuleConfig, record: Record): Stop {
  return listen(document, 'click', ({ target }) => clickEvents?.forEach(quietly((rule) => {
    if ((target as Element).closest(rule.selector!)) record(rule);
  })));
}
