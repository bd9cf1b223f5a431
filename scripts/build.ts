/** Bundles the command line into `dist/`: a small starter, the program, libraries that few commands use, and V8's code cache of the program. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { fastYaml } from './fast-yaml.ts';

const shared: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  // The parser's build for Node asks for a debug variable at every token, which takes as long as parsing.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
};

/** Libraries that a check never needs; read with the bundle they would make its start a tenth longer. */
const LATE = [
  '@huggingface/tokenizers',
  'apache-arrow',
  'csv-parse',
  'csv-parse/sync',
  'diff',
  'execa',
  'image-size',
  'smol-toml',
  'tinyglobby',
  'unbash',
];

/** Leaves these libraries in a file of their own, which is read where the first of them is used. */
const late: Plugin = {
  name: 'late',
  setup({ onResolve, onLoad }) {
    const names = new RegExp(`^(${LATE.join('|')})$`);
    onResolve({ filter: names }, ({ path }) => ({ path, namespace: 'late' }));
    onResolve({ filter: /^\.\/late\.js$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `module.exports = require('./late.js')[${JSON.stringify(path)}]();`,
    }));
  },
};

/** Commander starts subcommands that are programs, and we have none: what Node needs for it takes a thirtieth of a check to load. */
const startsNothing: Plugin = {
  name: 'starts-nothing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'spawn', namespace: 'starts-nothing' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'starts-nothing' }, () => ({
      contents: "exports.spawn = (...args) => require('node:child_process').spawn(...args);",
    }));
  },
};

// V8 takes a cache for that of a bundle of the same length: the old one goes first, and the rest is written over.
rmSync('dist/ditc.cache', { force: true });
await build({
  ...shared,
  entryPoints: { ditc: 'src/cli/main.ts' },
  outdir: 'dist',
  plugins: [late, startsNothing, fastYaml],
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
});
await build({
  ...shared,
  stdin: {
    contents: `module.exports = {${LATE.map((name) => `'${name}': () => require('${name}')`).join(', ')}};`,
    resolveDir: process.cwd(),
  },
  outfile: 'dist/late.js',
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
