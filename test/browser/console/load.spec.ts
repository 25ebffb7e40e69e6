// The live view while very much comes in. It takes half a minute of all processors: LOAD=1 runs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect, test } from './console';

const binary = process.env.SERVER_UNDER_TEST ?? path.resolve(import.meta.dirname, '../../../bin/sojourn');
test.use({ trace: 'off' }); // it costs more than the page

const rate = 2000; // events a second
const newcomers = 60; // whose way to the page is measured

test('two thousand events a second: it stays smooth, small and up to date', async ({
  console,
  page,
  server,
}, info) => {
  test.skip(!process.env.LOAD, 'LOAD=1 runs it');
  test.setTimeout(120_000);
  await console.open();
  await expect(page.getByText('Up to date')).toBeVisible();
  await page.evaluate(() => {
    const frames: number[] = [];
    const seen: Record<string, number> = {};
    Object.assign(window, { frames, seen });
    let before = performance.now();
    const frame = (now: number) => {
      frames.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new MutationObserver(() => {
      for (const title of document.querySelectorAll('.c-page')) {
        const mark = /mark-[\da-f]{8}/.exec(title.textContent ?? '')?.[0];
        if (mark) seen[mark] ??= Date.now();
      }
    }).observe(document.getElementById('app')!, { childList: true, subtree: true, characterData: true });
  });
  const demo = spawn(binary, ['demo', '-server', server.url, '-rate', String(rate), '-for', '30s'], {
    stdio: 'ignore',
  });
  const ended = once(demo, 'exit');
  const posted: Record<string, number> = {};
  await page.waitForTimeout(10_000); // the load is what is waited for
  const smooth = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
  // Newcomers are soon far down the list: from here on it shows nobody else.
  await page.getByRole('searchbox', { name: 'Text anywhere in a session' }).fill('mark-');
  for (let i = 0; i < newcomers; i++) {
    const mark = `mark-${randomUUID().slice(0, 8)}`;
    await console.visit({ page: { title: mark } });
    posted[mark] = Date.now();
    await page.waitForTimeout(250);
  }
  await expect
    .poll(async () => {
      const seen = await page.evaluate(() => Object.keys((window as any).seen));
      return Object.keys(posted)
        .map((mark, i) => (seen.includes(mark) ? -1 : i))
        .filter((i) => i >= 0);
    }, 'all have shown')
    .toEqual([]);
  const { seen, memory } = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: Record<string, number> };
    return { seen, memory: (performance as any).memory.usedJSHeapSize / 2 ** 20 };
  });
  demo.kill('SIGINT');
  await ended;
  const delays = Object.entries(posted)
    .map(([mark, at]) => (seen[mark] ?? Infinity) - at)
    .sort((a, b) => a - b);
  smooth.sort((a, b) => a - b);
  const at = (sorted: number[], share: number) =>
    Math.round(sorted[Math.floor((sorted.length - 1) * share)]!);
  const told = `frames: median ${at(smooth, 0.5)} ms, p95 ${at(smooth, 0.95)} ms; shown after: median ${at(delays, 0.5)} ms, p99 ${at(delays, 0.99)} ms; ${Math.round(memory)} MiB`;
  info.annotations.push({ type: 'load', description: told });
  process.stdout.write(`${told}\n`);
  await page.screenshot({ path: info.outputPath('load.png') });
  expect(at(smooth, 0.5)).toBeLessThan(20);
  expect(memory).toBeLessThan(200);
  expect(at(delays, 0.99)).toBeLessThan(500);
});
