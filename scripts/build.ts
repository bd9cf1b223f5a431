/** Bundles the command line into `dist/`: a small starter, the program in one file, and V8's code cache of it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build, type BuildOptions } from 'esbuild';

const shared: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
};

// V8 takes a cache for that of a bundle of the same length: the old one goes first, and the rest is written over.
rmSync('dist/ditc.cache', { force: true });
await build({
  ...shared,
  entryPoints: { ditc: 'src/cli/main.ts' },
  outdir: 'dist',
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
});
// The starter reads ASCII; esbuild escapes strings, but not what stands in regular expressions.
const escaped = readFileSync('dist/ditc.js', 'utf8').replace(
  /[^\0-\x7f]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
);
writeFileSync('dist/ditc.js', escaped);
await build({
  ...shared,
  entryPoints: { main: 'src/cli/start.ts' },
  outdir: 'dist',
  banner: { js: '#!/usr/bin/env node' },
});
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');
chmodSync('dist/main.js', 0o755);
execFileSync(process.execPath, ['dist/main.js', 'check', 'examples/porcelain/lora.yaml'], {
  env: { ...process.env, DITC_WRITE_CODE_CACHE: '1' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
