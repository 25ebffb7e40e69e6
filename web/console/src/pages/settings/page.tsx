import { Clients } from './clients.tsx';
import { Deployments } from './deployments.tsx';
import { SessionTypes } from './types.tsx';

/** SettingsPage is what an administrator sets up. */
export default function SettingsPage() {
  return (
    <div class="stack settings">
      <div class="heading">
        <h1>Settings</h1>
      </div>
      <Deployments />
      <SessionTypes />
      <Clients />
    </div>
  );
}
