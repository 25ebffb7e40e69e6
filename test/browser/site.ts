// A made-up site whose pages exist in the browser's network layer alone, and a server that only listens.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test as base, type BrowserContext, type Page, type Route } from '@playwright/test';

export const shop = 'https://www.velo-shop.example';
export const deployment = '0f0f0f0f-1111-4222-8333-444444444444';

export const script = readFileSync(path.resolve(import.meta.dirname, '../../web/tracker/sojourn.js'), 'utf8');

/** A document of the shop, or a script of its own. */
export interface Document {
  title?: string;
  lang?: string;
  keywords?: string;
  head?: string;
  body?: string;
  headers?: Record<string, string>;
  script?: string;
}

/** A request that the tracker made. */
export interface Sent {
  path: string; // below the deployment
  query: Record<string, string>;
  body: any;
  beacon: boolean;
  id: string | undefined; // of the event
}

/** What the listening server answers: a document, a broken connection, or nothing at all. */
type Answer = { status?: number; body?: unknown; script?: string } | 'down' | 'silent';

export class Site {
  readonly sent: Sent[] = [];
  readonly fetched: string[] = []; // scripts and configurations
  readonly errors: string[] = []; // that reached the page
  config: unknown = { id: deployment, journeyEvents: { enabled: true, pageviewConfig: 'Off' } };
  documents: Record<string, Document> = {};
  answer: (sent: Sent) => Answer = () => ({ body: { session: { id: 'a0a0a0a0-0000-4000-8000-000000000001' } } });
  pong: unknown = { actions: [], pollIntervalMilliseconds: 30_000 };
  configAnswer: () => Answer = () => ({ body: this.config });
  scriptAnswer: () => Answer = () => ({ script });
  private readonly listener = createServer((request, response) => void this.listen(request, response));

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  async open(context: BrowserContext): Promise<void> {
    await context.route(`${shop}/**`, (route) => this.serve(route));
    await context.route('https://www.google.com/**', (route) => route.fulfill({ body: 'found' }));
    this.listener.listen(0, '127.0.0.1');
    await once(this.listener, 'listening');
  }

  close(): void {
    this.dropConnections();
    this.listener.close();
  }

  /** Breaks all connections, those of requests that are not answered included. */
  dropConnections(): void {
    this.listener.closeAllConnections();
  }

  /** The URL of the listening server. */
  get server(): string {
    return `http://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  /** The events that arrived, in their order. */
  get events() {
    return this.sent.filter((sent) => sent.path === 'webevents').map((sent) => sent.body);
  }

  get pings(): Sent[] {
    return this.sent.filter((sent) => sent.path.endsWith('/ping'));
  }

  get names(): string[] {
    return this.events.map((event) => event.eventName);
  }

  /** Waits until that many events have arrived. */
  async arrived(n: number): Promise<void> {
    await expect.poll(() => this.names, { message: `${n} events` }).toHaveLength(n);
  }

  /** Waits until the events are these, and proves by one more that no other is under way. */
  async only(...names: string[]): Promise<void> {
    await this.run(`ac('record', 'end')`);
    await expect.poll(() => this.names).toEqual([...names, 'end']);
  }

  /** Opens a page of the shop and waits until the tracker has taken over. */
  async visit(url: string, options?: { referer?: string }): Promise<void> {
    await this.page.goto(new URL(url, shop).href, options);
    await this.takenOver();
  }

  async takenOver(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { ac, Genesys } = window as unknown as Record<string, { l?: unknown; t?: unknown }>;
      return ac && Genesys && !ac.l && !Genesys.t;
    });
  }

  /** Runs code in the page as its own scripts would. */
  async run(code: string): Promise<void> {
    await this.page.evaluate(code);
  }

  private async serve(route: Route): Promise<void> {
    const { pathname } = new URL(route.request().url());
    const document = this.documents[pathname] ?? this.documents['*'];
    if (!document) return route.fulfill({ status: 404, body: 'nothing here' });
    if (document.script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: document.script });
    const { title = 'Shop', lang = 'en-IE', keywords = '', head = '', body = '', headers } = document;
    await route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers,
      body: `<!doctype html><html lang="${lang}"><head><title>${title}</title>
        <link rel="icon" href="data:,">
        ${keywords && `<meta name="keywords" content="${keywords}">`}${head}</head><body>${body}</body></html>`,
    });
  }

  private async listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, this.server);
    if (pathname.endsWith('.js')) {
      this.fetched.push(pathname);
      return reply(response, this.scriptAnswer());
    }
    if (pathname.endsWith('/config.json')) {
      this.fetched.push(pathname);
      return reply(response, this.configAnswer());
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const sent: Sent = {
      path: pathname.split('/').slice(6).join('/'),
      query: Object.fromEntries(new URL(request.url!, this.server).searchParams),
      body: text ? JSON.parse(text) : undefined,
      beacon: request.headers['content-type']?.startsWith('text/plain') ?? false,
      id: request.headers['x-sojourn-event-id'] as string | undefined,
    };
    this.sent.push(sent);
    reply(response, sent.path.endsWith('/ping') ? { body: this.pong } : this.answer(sent));
  }

  /** The snippet of the Journey SDK, with calls that follow it at once. */
  ac(calls = ''): string {
    return `<script>
      (function (w, name, source) {
        w['_genesysJourneySdk'] = name;
        w[name] = w[name] || function () { (w[name].q = w[name].q || []).push(arguments); };
        w[name].l = 1 * new Date();
        var script = document.createElement('script');
        script.async = true; script.src = source; document.head.appendChild(script);
      })(window, 'ac', '${this.server}/journey/sdk/js/web/v1/ac.js');
      ${calls}</script>`;
  }

  /** The snippet of the Messenger, likewise. */
  genesys(calls = ''): string {
    return `<script>
      (function (w, name, source, configuration) {
        w['_genesysJs'] = name;
        w[name] = w[name] || function () { (w[name].q = w[name].q || []).push(arguments); };
        w[name].t = 1 * new Date(); w[name].c = configuration;
        var script = document.createElement('script');
        script.async = true; script.src = source; document.head.appendChild(script);
      })(window, 'Genesys', '${this.server}/genesys-bootstrap/genesys.min.js',
        { environment: 'prod', deploymentId: '${deployment}' });
      ${calls}</script>`;
  }
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'down') return void response.destroy();
  if (answer === 'silent') return;
  response.writeHead(answer.status ?? 200, {
    'Access-Control-Allow-Origin': '*',
    'Content-Type': answer.script ? 'text/javascript; charset=utf-8' : 'application/json',
  });
  response.end(answer.script ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)));
}

export const init = `ac('init', '${deployment}', { region: 'euw1' });`;

export const test = base.extend<{ site: Site }>({
  site: async ({ page, context }, use) => {
    const site = new Site(page);
    await site.open(context);
    await use(site);
    site.close();
    expect(site.errors, 'errors that reached the page').toEqual([]);
  },
});

export { expect };
