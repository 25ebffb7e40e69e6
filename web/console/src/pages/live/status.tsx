import type { FeedState } from '../../api/feed.ts';

/** FeedStatus tells whether what is on the page is up to date. */
export function FeedStatus({ state }: { state: FeedState }) {
  switch (state.kind) {
    case 'open':
      return (
        <span class="status on" role="status">
          Up to date
        </span>
      );
    case 'connecting':
      return (
        <span class="status idle" role="status">
          Connecting…
        </span>
      );
    case 'waiting':
      return (
        <span class="status idle" role="status" title={state.reason}>
          Reconnecting… {state.reason}
        </span>
      );
    case 'closed':
      return (
        <span class="status ended" role="status">
          Not live: {state.reason}
        </span>
      );
  }
}
