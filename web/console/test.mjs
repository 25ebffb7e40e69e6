// Runs the unit tests: bundles each for Node, which knows no TypeScript, and hands them to its own runner.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const here = import.meta.dirname;
const out = `${here}/.test`;
rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: readdirSync(`${here}/test`)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name}`),
  outdir: '.test',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'inline',
});
const files = readdirSync(out).map((name) => `${out}/${name}`);
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-timeout=20000', ...files],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
