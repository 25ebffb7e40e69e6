// Builds what the server embeds: dist/index.html and dist/assets, names by content, with a .gz beside each.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { land } from './build/land.mjs';

const here = import.meta.dirname;
const dist = `${here}/dist`;
rmSync(`${dist}/assets`, { recursive: true, force: true });
mkdirSync(`${dist}/assets`, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { console: 'src/main.tsx', style: 'src/design/style.css' },
  outdir: 'dist/assets',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  plugins: [land],
  metafile: true,
});

const outputs = Object.entries(metafile.outputs);
const nameOf = (path) => path.slice('dist/'.length);
const builtFrom = (source) => outputs.find(([, o]) => o.entryPoint === source)[0];

// What the first paint needs is told ahead, so that it comes in one go: the shell, the first page and what both
// import.
function withImports(path, all = new Set()) {
  if (!all.has(path)) {
    all.add(path);
    for (const { path: next, kind } of metafile.outputs[path].imports) {
      if (kind === 'import-statement') withImports(next, all);
    }
  }
  return all;
}
const script = builtFrom('src/main.tsx');
const first = withImports(builtFrom('src/pages/live/page.tsx'), withImports(script));
first.delete(script);

const page = readFileSync(`${here}/src/index.html`, 'utf8')
  .replace('{{style}}', nameOf(builtFrom('src/design/style.css')))
  .replace('{{script}}', nameOf(script))
  .replace(
    '{{preload}}',
    [...first].map((path) => `<link rel="modulepreload" href="${nameOf(path)}">`).join('\n'),
  );
writeFileSync(`${dist}/index.html`, page);
copyFileSync(`${here}/src/icon.svg`, `${dist}/icon.svg`);

for (const name of readdirSync(`${dist}/assets`)) {
  const path = `${dist}/assets/${name}`;
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
}
if (process.argv.includes('-v')) {
  for (const [path, { bytes }] of outputs) {
    console.log(nameOf(path), bytes, gzipSync(readFileSync(`${here}/${path}`), { level: 9 }).length);
  }
}
