import type { Session } from '../../api/types.ts';
import { counted } from '../../format/number.ts';
import { capital, sourceOf, words } from '../../format/text.ts';

const first = ['web', 'app', 'conversation'];

/** laneOrder is the types of sessions: the built-in ones first, then the others by name. */
export function laneOrder(sessions: readonly Session[]): string[] {
  const place = (type: string) => first.indexOf(type) + 1 || first.length + 1;
  return [...new Set(sessions.map((s) => s.type))].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** endOf is until when something happened in a session, in ms: a visit's timeout does not count, an open one goes on. */
export function endOf(s: Session, now: number): number {
  const visit = s.type === 'web' || s.type === 'app';
  if (s.endedDate && !visit) return Date.parse(s.endedDate);
  if (visit) return Date.parse(s.lastEvent.createdDate);
  return Math.max(now, Date.parse(s.lastEvent.createdDate));
}

/** essence is what one would say of a session in a few words. */
export function essence(s: Session): string {
  switch (s.type) {
    case 'web':
    case 'app': {
      const [source] = sourceOf(s.mktCampaign, s.referrer);
      const seen =
        s.type === 'web' ? counted(s.pageviewCount ?? 0, 'page') : counted(s.screenviewCount ?? 0, 'screen');
      return `${source === 'Direct' ? '' : `${source}, `}${seen}`;
    }
    case 'conversation': {
      const channel = s.conversationChannels?.[0];
      const medium = channel?.messageType ?? channel?.type ?? 'Conversation';
      return [s.conversationSubject ?? medium, talkState(s)].filter(Boolean).join(', ');
    }
    default:
      return [s.externalId, words(s.lastEvent.eventName)].filter(Boolean).join(', ');
  }
}

/** talkState is how a conversation stands (events.md §6.3, card states). */
export function talkState(s: Session): string {
  if (!s.endedDate) return s.lastConnectedQueue && !s.lastConnectedUser ? 'waiting' : 'under way';
  if (s.lastUserDisposition) return 'answered';
  return s.lastConnectedUser ? 'ended' : 'abandoned';
}

/** particulars is what else there is to say of a session, by kind, as name and value. */
export function particulars(s: Session): [string, string][] {
  const all: [string, string | undefined][] =
    s.type === 'conversation'
      ? [
          ['Direction', s.originatingDirection],
          ['Queue', s.lastConnectedQueue?.id],
          ['Agent', s.lastConnectedUser?.id],
          [
            'Wrap-up',
            s.lastUserDisposition &&
              [s.lastUserDisposition.notes, s.lastUserDisposition.code].filter(Boolean).join(' · '),
          ],
        ]
      : s.type === 'web' || s.type === 'app'
        ? [
            ['Last', s.lastPage ? s.lastPage.title || s.lastPage.pathname : s.lastScreen],
            ['From', sourceOf(s.mktCampaign, s.referrer).filter(Boolean).join(', ')],
            [
              'Device',
              s.device && [capital(s.device.category), s.browser?.family].filter(Boolean).join(' · '),
            ],
          ]
        : Object.entries(s.attributes ?? {})
            .slice(0, 4)
            .map(([name, a]) => [name, a.value]);
  return all.filter((pair): pair is [string, string] => !!pair[1]);
}
