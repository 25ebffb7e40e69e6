// The dialect of the Journey JavaScript SDK: ac('pageview') (tracking-sdk.md §2).
import { off, on, once } from './bus';
import { call, warn } from './quiet';
import { destroy, forget, forms, init, load, setConsent, track, unload } from './tracker';
import type { Values } from './values';

type Command = (...args: any[]) => void;

// There is no `identify`: Genesys took it away on 31 January 2023.
const commands: Record<string, Command> = {
  __proto__: null as never, // so that names such as toString are no commands
  init: (id, options) => init(id, options),
  pageview(...args: unknown[]) {
    const { location, title, ...attributes } = attributesOf(args) as Record<string, string>;
    track('page_viewed', { ...optionsOf(args), attributes, location, title });
  },
  record: (eventName, ...args) => track(eventName, { ...optionsOf(args), attributes: attributesOf(args) }),
  'forms:track': forms,
  load(name, config, callback) {
    if (load(name, config)) call(callback);
    else warn('no module:', name);
  },
  unload,
  on: (...args) => void on(...subscription(args)),
  once: (...args) => once(...subscription(args)),
  off: (...args) => off(...subscription(args)),
  consent: setConsent,
  destroy,
  forget,
};

/** Carries out a command. */
export function ac(name?: unknown, ...args: unknown[]): void {
  const command = commands[String(name)];
  if (command) command(...args);
  else warn('no command:', name);
}

/** Options are told from attributes by having nothing but these members. */
function isOptions(arg: unknown): boolean {
  const names = Object.keys(Object(arg));
  return names.length > 0 && names.every((name) => /^(traitsMapper|callback)$/.test(name));
}

function attributesOf(args: unknown[]): Values {
  return args.find((arg) => typeof arg === 'object' && !isOptions(arg)) as Values | null ?? {};
}

function optionsOf(args: unknown[]) {
  const { traitsMapper, callback } = (args.find(isOptions) ?? {}) as Values;
  return { traitsMapper, recorded: args.find((arg) => typeof arg === 'function') ?? callback };
}

/** ('webchat:offered', f) and ('webchat', 'offered', f) are the same. */
function subscription(args: unknown[]): [name: string, handler: unknown] {
  const [handler] = args.filter((arg) => typeof arg === 'function');
  return [args.filter((arg) => typeof arg === 'string').join(':'), handler];
}
