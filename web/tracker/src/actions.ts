// Web actions, as far as pages hear of them (tracking-sdk.md §2 and §5, actions.md §7).
import { emit } from './bus';
import { sessionID } from './customer';
import { resource } from './deployment';
import { ask } from './http';

/** An action that the server wants to be offered (DeploymentWebAction), as far as it is read here. */
export interface Action {
  id: string;
  mediaType: string;
  sessionId?: string;
}

/** A change of an action's state that the page reports. */
export interface StateChange {
  actionId: string;
  actionState: string;
  errorCode?: string;
  errorMessage?: string;
}

const known: Record<string, Action> = {};

/** Tells of an action that came with a ping, the first time: 'webchat:qualified', 'qualifiedWebchat'. */
export function offerAction(action: Action): void {
  const { id, mediaType } = action;
  if (known[id]) return;
  known[id] = action;
  tell(action, { actionId: id, actionState: 'qualified' });
  emit('qualified' + mediaType[0]!.toUpperCase() + mediaType.slice(1), action);
}

/** Reports an action's state to the server, and then to the page. */
export async function changeAction(change: StateChange): Promise<boolean> {
  const action = known[change.actionId];
  const sessionId = action?.sessionId ?? sessionID();
  const { status } = await ask(resource('actionevent'), JSON.stringify({ sessionId, ...change }));
  const taken = status === 204;
  if (taken && action) tell(action, change);
  return taken;
}

function tell({ id, mediaType, ...action }: Action, change: StateChange): void {
  const customerIdType = 'cookie';
  emit(mediaType + ':' + change.actionState, { customerIdType, ...action, ...change, actionMediaType: mediaType });
}
