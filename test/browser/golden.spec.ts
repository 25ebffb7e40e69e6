// The golden cases of the specification, as they stand there (tracking-sdk.md §10).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Site } from './site';

interface Case {
  name: string;
  page: { url: string; title: string; referrer: string; lang: string; keywords: string };
  deploymentConfig?: object;
  calls: string[];
  userActions?: Action[];
  expect: object[];
}

type Action = {
  fill?: Record<string, string>;
  submit?: string;
  leavePage?: true;
  scrollToPercent?: number;
  waitSeconds?: number;
  setTitle?: string;
  hashchange?: string;
};

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/spec/tracking-sdk.md'), 'utf8');
const cases = [...text.matchAll(/^### T\d.*\n+```json\n([^]*?)^```/gm)].map(([, json]) => JSON.parse(json!) as Case);

test('the specification has eight golden cases', () => expect(cases).toHaveLength(8));

for (const golden of cases) {
  test(`${golden.name}, called before the script is there`, ({ site }) => play(site, golden, true));
  test(`${golden.name}, called after it is there`, ({ site }) => play(site, golden, false));
}

async function play(site: Site, golden: Case, early: boolean): Promise<void> {
  const { page } = site;
  if (golden.deploymentConfig) site.config = golden.deploymentConfig;
  const calls = golden.calls.join(';');
  // The dialect without a snippet of its own has a stub that keeps its calls.
  const stub = `<script>window.Genesys = function () { (Genesys.q = Genesys.q || []).push(arguments) };
    Genesys.t = 1</script>`;
  const head = golden.deploymentConfig
    ? site.genesys(early ? calls : '')
    : stub + site.ac(early ? calls : '');
  site.documents['*'] = { ...golden.page, head, body: `${formOf(golden)}<p style="height: 5000px">` };
  if (golden.userActions?.some((action) => action.waitSeconds)) await page.clock.install();

  await site.visit(golden.page.url, { referer: golden.page.referrer });
  if (!early) await site.run(calls);
  for (const action of golden.userActions ?? []) await act(site, action);

  // One more event proves that no other is under way. The page may be another one by now.
  if (!golden.deploymentConfig) await site.run(golden.calls[0]!);
  await site.run(`ac('consent', true); ac('record', 'end')`);
  await site.arrived(golden.expect.length + 1);
  site.events.slice(0, -1).forEach((event, i) => expect(event).toEqual(expected(golden.expect[i]!, site)));
  expect(site.names.at(-1)).toBe('end');
}

/** The form that the visitor fills in, if he does. */
function formOf({ userActions = [] }: Case): string {
  const fill = userActions.find((action) => action.fill)?.fill ?? {};
  const { form = '#none', ...fields } = fill;
  const inputs = Object.entries(fields).map(([label, value]) => {
    const [, name, type = value === 'on' ? 'checkbox' : 'text'] = /^(\w+)(?: \(type=(\w+)\))?$/.exec(label)!;
    return `<input name="${name}" type="${type}">`;
  });
  return `<form id="${form.slice(1)}">${inputs.join('')}<button>Send</button></form>`;
}

async function act(site: Site, action: Action): Promise<void> {
  const { page } = site;
  const { fill, submit, scrollToPercent, waitSeconds, setTitle, hashchange } = action;
  if (fill) {
    for (const [label, value] of Object.entries(fill).slice(1)) {
      const field = page.locator(`${fill.form} [name=${label.split(' ')[0]}]`);
      await (value === 'on' ? field.check() : field.fill(value));
    }
  }
  if (submit) {
    await page.locator(`${submit} button`).click();
    await page.waitForURL(/\?/);
    await site.takenOver();
  }
  if (action.leavePage) await site.visit('/other');
  if (scrollToPercent) await scroll(site, scrollToPercent);
  if (waitSeconds) await page.clock.runFor(waitSeconds * 1000);
  if (setTitle) await page.evaluate((title) => { document.title = title; }, setTitle);
  if (hashchange) await page.evaluate((hash) => { location.hash = hash; }, hashchange);
}

/** Scrolls until the lower edge of the window is so far down, and waits until the page knows. */
async function scroll({ page }: Site, percent: number): Promise<void> {
  await page.evaluate((share) => new Promise<void>((done) => {
    addEventListener('scroll', () => done(), { once: true });
    scrollTo({ top: document.documentElement.scrollHeight * share / 100 - innerHeight, behavior: 'instant' });
  }), percent);
}

/** The expectation with its placeholders filled in: one customer, and dates of now. */
function expected(event: object, site: Site): object {
  const customer = site.events[0].customerCookieId;
  expect(customer).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  return {
    ...event,
    customerCookieId: customer,
    createdDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  };
}
