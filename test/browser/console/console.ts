// What the console's tests share: a server of their own, someone signed in, and visitors.
import { randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, test as base, type Page } from '@playwright/test';
import { startServer, type Program } from '../program';

export const deployment = '11111111-1111-4111-8111-111111111111';

/** Console is the page, and the server behind it. */
export class Console {
  readonly complaints: string[] = []; // of the page: errors, and what its policy forbids
  private token = '';

  constructor(
    readonly page: Page,
    readonly server: Program,
    readonly address = server.url,
  ) {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    page.on('dialog', (dialog) => (this.complaints.push(`dialog ${dialog.message()}`), dialog.dismiss()));
    page.on('request', (request) => {
      if (!request.url().startsWith(this.address)) this.complaints.push(`request to ${request.url()}`);
    });
  }

  /** open signs in and goes to a page. */
  async open(path = '/') {
    await this.page.goto(this.address + path);
    await this.page.getByRole('button', { name: 'Open the console' }).click();
    await this.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }

  /** ask asks the API, as a client that may do everything. */
  async ask(method: string, path: string, body?: unknown): Promise<any> {
    if (!this.token) {
      const answer = await fetch(`${this.server.url}/oauth/token`, {
        method: 'POST',
        headers: { Authorization: `Basic ${btoa('sojourn-dev:sojourn-dev')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
      this.token = (await answer.json()).access_token;
    }
    const answer = await fetch(this.server.url + path, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** visit is an event of a website's visitor; it returns the session. */
  async visit(event: Record<string, unknown> = {}): Promise<{ id: string }> {
    const { page, ...rest } = event;
    const answer = await fetch(`${this.server.url}/api/v2/journey/deployments/${deployment}/webevents`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent':
          'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
      },
      body: JSON.stringify({
        customerCookieId: randomUUID(),
        eventName: 'page_viewed',
        createdDate: new Date().toISOString(),
        page: { url: 'https://www.velo-shop.example/bikes', title: 'Bicycles', ...(page as object) },
        ...rest,
      }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(JSON.stringify(body));
    return body.session;
  }
}

export const test = base.extend<{ console: Console }, { server: Program }>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  console: async ({ page, server }, use) => {
    const console = new Console(page, server);
    await use(console);
    expect(console.complaints).toEqual([]);
  },
});

export { expect };

/** Cable is a connection to a server that can be pulled out. */
export interface Cable {
  url: string;
  /** pull breaks all connections there are; as long as it is out, new ones break too. */
  pull(out: boolean): void;
  close(): void;
}

/** cable leads to a server. */
export async function cable(server: Program): Promise<Cable> {
  const to = new URL(server.url);
  const sockets = new Set<Socket>();
  let out = false;
  const listener = createServer((near) => {
    if (out) return void near.destroy();
    const far = connect(Number(to.port), to.hostname);
    for (const [a, b] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(a);
      a.pipe(b);
      a.on('error', () => undefined).on('close', () => (sockets.delete(a), b.destroy()));
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const drop = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    pull(pulled) {
      out = pulled;
      if (out) drop();
    },
    close() {
      drop();
      listener.close();
    },
  };
}
