// The one tracker of a page, which both dialects drive.
import { emit, once } from './bus';
import { startConfigured } from './configured';
import { customerID, forgetCustomer, noteAccepted } from './customer';
import { config, configURL, deployment, resource, setConfig, setDeployment, type Config } from './deployment';
import { buildEvent, type Details } from './event';
import { trackForms, type FormOptions } from './forms';
import { modules, type ModuleConfig, type Rule } from './modules';
import { configure, type Options } from './options';
import { startPinging, stopPinging } from './ping';
import { hasPrivacySignal, isAllowedDomain } from './privacy';
import { call, warn, type Stop } from './quiet';
import { clear, send } from './send';
import { isLasting } from './store';
import { followURL, settle, unfollowURL } from './urls';

/** An event that the page asks for, and whom to tell what became of it. */
export interface Wish extends Details {
  recorded?: unknown;
  failed?: unknown;
  isVain?: () => boolean; // asked when it is about to be sent
}

let automatic = false; // tracks as the deployment is configured
let consent: boolean | undefined; // what the page said of it
let run: object | undefined; // another one for each start, so that the work of a former one is told apart
let loaded: [name: string, stop: Stop][] = [];

/** Says which deployment the page belongs to; asConfigured: track as that is configured. */
export function init(id: string, options: Options = {}, asConfigured = false): void {
  configure(options);
  // Consent that is given here only takes back a refusal: a privacy signal still counts.
  if (options.consent !== undefined) consent = options.consent && (consent || undefined);
  if (consent === false) halt();
  // The Messenger's id is of a deployment, the other dialect's may be an organisation's: the former counts.
  const name = encodeURIComponent(id);
  if (name !== deployment && (asConfigured || !automatic)) {
    halt();
    setDeployment(name);
  }
  automatic ||= asConfigured;
  start();
}

/** Records an event. */
export function track(eventName: string, wish: Wish = {}): void {
  if (!deployment || !eventName?.match?.(/^[\w:-]{1,255}$/)) return warn('not sent:', eventName);
  const mine = run;
  if (!mine || isAllowed() === false) return;
  settle();
  const event = buildEvent(eventName, wish);
  send({
    url: () => resource('webevents'),
    isVain: () => !isAllowed() || wish.isVain?.(),
    body() {
      const customerCookieId = customerID();
      // Who cannot be known again gives nothing away (tracking-sdk.md §7).
      const bare = !isLasting() && { attributes: undefined, traits: undefined };
      return JSON.stringify({ customerCookieId, ...event, ...bare });
    },
    done({ status, data }) {
      if (run !== mine) return;
      const session = data?.session?.id;
      if (session) {
        noteAccepted(session, Number(eventName === 'page_viewed'));
        startPinging();
      }
      call(status && status < 300 ? wish.recorded : wish.failed, data);
    },
  });
}

export const pageview = (): void => track('page_viewed');

/** Tracks forms. */
export function forms(selector = 'form', options: FormOptions = {}): void {
  const { traitsMapper } = options;
  const stop = trackForms(selector, options, (eventName, attributes) =>
    track(eventName, { attributes, traitsMapper }));
  loaded.push(['', stop]);
}

/** Loads a module; says whether there is one of that name. */
export function load(name: string, moduleConfig: ModuleConfig = {}): boolean {
  const module = modules[name];
  if (!module) return false;
  const record = ({ eventName, customAttributes: attributes }: Rule) => track(eventName, { attributes });
  loaded.push([name, module(moduleConfig, record, pageview)]);
  return true;
}

/** Loads the modules for which there are events. */
export function loadAll(moduleConfig: ModuleConfig): void {
  for (const name in modules) {
    if (name !== 'autotrackUrlChange') load(name, moduleConfig);
  }
}

export function unload(name: string): void {
  loaded = loaded.filter(([each, stop]) => each !== name || call(stop));
}

/** Takes note of what the visitor allows. */
export function setConsent(given: unknown): void {
  consent = given === true;
  if (consent) start();
  else forget();
}

/** Calls f once events are sent. */
export function whenReady(f: () => void): void {
  if (config) f();
  else once('ready', f);
}

/** Stops everything. */
export function destroy(): void {
  halt();
  loaded.forEach(([, stop]) => call(stop));
  loaded = [];
}

/** Stops everything, and forgets who visited. */
export function forget(): void {
  destroy();
  forgetCustomer();
}

/** Stops to track, until it may start again. What is loaded stays so. */
function halt(): void {
  run = undefined;
  setConfig();
  clear();
  stopPinging();
  unfollowURL();
}

/** Whether this visitor may be tracked; undefined as long as only the configuration can tell. */
function isAllowed(): boolean | undefined {
  if (!isAllowedDomain()) return false;
  return consent ?? (!hasPrivacySignal() || (config && config.respectPrivacySignals === false));
}

/** Begins, once it is known where and that it is allowed. */
function start(): void {
  if (run || !deployment || isAllowed() === false) return;
  const mine = run = {};
  followURL();
  send({ url: configURL, done: ({ data }) => run === mine && configured(data) });
  // The first page view comes before what the page records, but only the configuration tells whether it counts.
  if (automatic) track('page_viewed', { isVain: () => !config || config.journeyEvents?.pageviewConfig === 'Off' });
}

/** Goes on with what the server says of the deployment: nothing for a wrong id, or if no server answers. */
function configured(answered?: Config): void {
  setConfig(answered);
  const tracks = answered && answered.journeyEvents?.enabled !== false;
  if (!tracks) warn('not tracked:', deployment);
  if (!tracks || !isAllowed()) return halt();
  customerID();
  if (automatic) startConfigured(answered.journeyEvents ?? {});
  emit('ready');
}
