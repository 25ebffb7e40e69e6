// Which deployment the page belongs to, and what its configuration says (tracking-sdk.md §5).
import type { Rule } from './modules';
import { options } from './options';

/** A deployment's config.json, as far as the tracker reads it. */
export interface Config {
  id?: string;
  respectPrivacySignals?: boolean; // missing means true
  journeyEvents?: JourneyEvents;
}

export interface JourneyEvents {
  enabled?: boolean;
  pageviewConfig?: string; // Auto, Once, Off
  clickEvents?: Rule[];
  inViewportEvents?: Rule[];
  idleEvents?: Rule[];
  scrollDepthEvents?: Rule[];
  formsTrackEvents?: {
    selector: string;
    formName?: string;
    captureDataOnFormAbandon?: boolean;
    captureDataOnFormSubmit?: boolean;
  }[];
}

/** What the page calls its deployment; empty if it has not yet. */
export let deployment = '';

/** What the server says of it; undefined until then. */
export let config: Config | undefined;

let server = ''; // the URL that the script came from

export function setServer(url: string): void {
  server = url;
}

export function setDeployment(id: string): void {
  deployment = id;
}

export function setConfig(answered?: Config): void {
  config = answered;
}

/** The URL of the configuration. */
export const configURL = (): string => address(`webdeployments/v1/deployments/${deployment}/config.json`);

/** The URL of something that the API has below the deployment. */
export const resource = (path: string): string =>
  address(`api/v2/journey/deployments/${config?.id ?? deployment}/${path}`);

function address(path: string): string {
  return `${(options.apiUrl ?? server).replace(/\/$/, '')}/${path}`;
}
