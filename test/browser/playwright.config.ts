import { defineConfig } from '@playwright/test';

/** Debian's Chromium, or the one that is named: no browser is downloaded. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/**
 * An agent of our own: the server does not record headless browsers (enrichment.md §1). It is given to the
 * browser itself, for what a page sends while it is left does not have the agent that a test gives to the page.
 */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export default defineConfig({
  projects: [
    { name: 'tracker', testMatch: '*.spec.ts', testIgnore: 'console/**' },
    { name: 'console', testMatch: 'console/*.spec.ts' },
  ],
  fullyParallel: true,
  workers: 2,
  timeout: 20_000,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  outputDir: 'results',
  use: {
    locale: 'en-IE',
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-features=LocalNetworkAccessChecks', `--user-agent=${userAgent}`],
    },
    trace: 'retain-on-failure',
  },
});
