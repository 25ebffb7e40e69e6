// What tracks by itself once it is loaded (tracking-sdk.md §3).
import { trackClicks } from './click';
import { trackIdle } from './idle';
import type { Stop } from './quiet';
import { trackScroll } from './scroll';
import { onArrive } from './urls';
import type { Values } from './values';
import { trackInViewport } from './viewport';

/** One event of a module's configuration, in the words of both dialects. */
export interface Rule {
  eventName: string;
  selector?: string;
  percentage?: number;
  idleAfter?: number; // seconds
  idleAfterSeconds?: number;
  customAttributes?: Values;
}

/** The configurations of all modules. */
export interface ModuleConfig {
  clickEvents?: Rule[];
  idleEvents?: Rule[];
  inViewportEvents?: Rule[];
  scrollDepthEvents?: Rule[];
  onUrlChange?: (url: string) => void;
}

/** Records what a rule asks for. */
export type Record = (rule: Rule) => void;

/** Starts a module. */
type Module = (config: ModuleConfig, record: Record, pageview: () => void) => Stop;

export const modules: { [name: string]: Module } = {
  autotrackUrlChange: ({ onUrlChange }, _, pageview) => onArrive(onUrlChange ?? pageview),
  autotrackClick: trackClicks,
  autotrackIdle: trackIdle,
  autotrackInViewport: trackInViewport,
  autotrackScrollDepth: trackScroll,
};
