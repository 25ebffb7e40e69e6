// Tracks what the deployment's configuration asks for (tracking-sdk.md §5).
import type { JourneyEvents } from './deployment';
import { forms, load, loadAll } from './tracker';

/** Starts all but the first page view, which is under way. */
export function startConfigured(events: JourneyEvents): void {
  const { pageviewConfig = 'Auto', formsTrackEvents = [] } = events;
  if (pageviewConfig === 'Auto') load('autotrackUrlChange');
  loadAll(events);
  for (const form of formsTrackEvents) {
    forms(form.selector, {
      ...form,
      captureFormDataOnAbandon: form.captureDataOnFormAbandon,
      captureFormDataOnSubmit: form.captureDataOnFormSubmit,
    });
  }
}
