import { signal } from '@preact/signals';
import { address } from '../api/address.ts';

/** About is what the server tells everyone who opens the console. */
export interface About {
  version: string;
  dev: boolean;
  clientId?: string;
  secret?: string;
}

/** about is undefined until it is known. */
export const about = signal<About | undefined>(undefined);

export async function askAbout() {
  try {
    about.value = await (
      await fetch(address('/console.json'), { credentials: 'omit', cache: 'no-store' })
    ).json();
  } catch {
    about.value = { version: '', dev: false };
  }
}
