import type { ModuleConfig, Record, Rule } from './modules';
import { all, later, listen, type Stop } from './quiet';

const usual = 60; // seconds
const activity = 'mousemove keydown scroll touchstart click visibilitychange';

/** Records visitors who do nothing for a while: once, until they do something again. */
export function trackIdle({ idleEvents = [] }: ModuleConfig, record: Record): Stop {
  return all(idleEvents.map((rule) => watch(rule, record)));
}

/** The clock of one rule. Activity comes by the hundred a second, so it only notes the time. */
function watch(rule: Rule, record: Record): Stop {
  const limit = (rule.idleAfter ?? rule.idleAfterSeconds ?? usual) * 1000;
  let stirred = 0;
  let armed: Stop | undefined;
  const due = () => {
    const left = stirred + limit - Date.now();
    armed = left > 0 ? later(due, left) : undefined;
    if (!armed) record(rule);
  };
  const stir = () => {
    stirred = Date.now();
    armed ??= later(due, limit);
  };
  stir();
  return all([listen(window, activity, stir), () => armed?.()]);
}
