// Builds the script that the server embeds: sojourn.js, one file for the browsers of the last years. Beside
// it stands the sum of what it was built from, so that a test can tell whether it is fresh.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { minify } from 'terser';

process.chdir(import.meta.dirname);

const bundle = await build({
  entryPoints: ['src/main.ts'],
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2021'],
  charset: 'utf8',
  mangleProps: /^(recorded|failed|since|tried|isVain|done)$/, // nobody outside reads or writes them
  tsconfigRaw: {}, // else the script says "use strict", which costs bytes and changes nothing
  write: false,
});
// Each of the two minifiers finds what the other leaves: together they save a twentieth.
const { code } = await minify(bundle.outputFiles[0].text, {
  ecma: 2020,
  compress: { passes: 3, unsafe_arrows: true, toplevel: true, pure_getters: true },
  mangle: { toplevel: true },
});
writeFileSync('sojourn.js', code + '\n');

const sources = [...readdirSync('src').sort().map((name) => `src/${name}`), 'build.mjs', 'package-lock.json'];
const sum = createHash('sha256');
for (const name of sources) sum.update(readFileSync(name));
writeFileSync('sojourn.js.sources', sum.digest('hex') + '\n');
