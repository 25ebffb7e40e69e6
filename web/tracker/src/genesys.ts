// The dialect of the Messenger: Genesys('command', 'Journey.pageview') (tracking-sdk.md §5).
import { changeAction, type StateChange } from './actions';
import { on } from './bus';
import type { FormOptions } from './forms';
import type { ModuleConfig } from './modules';
import { call, warn } from './quiet';
import { forms, loadAll, track, whenReady, type Wish } from './tracker';

/** The data of all commands. */
interface Data extends FormOptions, ModuleConfig, StateChange {
  pageTitle?: string;
  pageLocation?: string;
  eventName: string;
  selector?: string;
}

type Command = (data: Data, done?: unknown, failed?: unknown) => void;

const commands: Record<string, Command> = {
  __proto__: null as never, // so that names such as toString are no commands
  pageview: (data, ...whom) => track('page_viewed', {
    ...wish(data, ...whom), location: data.pageLocation, title: data.pageTitle,
  }),
  record: (data, ...whom) => track(data.eventName, wish(data, ...whom)),
  formsTrack(data, done) {
    forms(data.selector, data);
    call(done);
  },
  trackClickEvents: loadFor,
  trackIdleEvents: loadFor,
  trackInViewport: loadFor,
  trackScrollDepth: loadFor,
  recordActionStateChange: (data, done, failed) =>
    void changeAction(data).then((taken) => call(taken ? done : failed)),
};

/** Carries out a command, or a subscription. */
export function genesys(kind?: unknown, name?: unknown, first?: unknown, done?: unknown, failed?: unknown): void {
  const short = String(name).replace('Journey.', '');
  const command = commands[short];
  const handler = (data?: unknown) => call(first, { event: name, data });
  if (kind === 'command' && command) {
    command(Object(first) as Data, done, failed);
  } else if (kind === 'subscribe' && short === 'ready') {
    whenReady(handler);
  } else if (kind === 'subscribe' && short.startsWith('qualified')) {
    on(short, handler);
  } else {
    warn('no command:', kind, name);
  }
}

function loadFor(data: Data, done: unknown): void {
  loadAll(data);
  call(done);
}

function wish(data: Data, recorded: unknown, failed: unknown): Wish {
  return { attributes: data.customAttributes, traitsMapper: data.traitsMapper, recorded, failed };
}
