import type { ModuleConfig, Record, Rule } from './modules';
import { all, later, quietly, type Stop } from './quiet';
import { onArrive } from './urls';

const rescan = 200; // milliseconds between looks at a document that changes all the time

/** Records elements of which half is seen: each once per page view, those that are inserted later included. */
export function trackInViewport({ inViewportEvents = [] }: ModuleConfig, record: Record): Stop {
  return all(inViewportEvents.map((rule) => watch(rule, record)));
}

function watch(rule: Rule, record: Record): Stop {
  let seen = new WeakSet<Element>();
  let pending: Stop | undefined;
  const observer = new IntersectionObserver((entries) => {
    for (const { target, intersectionRatio } of entries) {
      if (intersectionRatio < 0.5 || seen.has(target)) continue;
      seen.add(target);
      record(rule);
    }
  }, { threshold: 0.5 });
  const scan = quietly(() => {
    pending = undefined;
    document.querySelectorAll(rule.selector!).forEach((element) => observer.observe(element));
  });
  const again = () => {
    seen = new WeakSet();
    observer.disconnect();
    scan();
  };
  const changes = new MutationObserver(() => pending ??= later(scan, rescan));
  changes.observe(document, { childList: true, subtree: true });
  scan();
  return all([onArrive(again), () => pending?.(), () => changes.disconnect(), () => observer.disconnect()]);
}
