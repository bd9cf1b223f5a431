import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** The whole program in one file, and what V8 made of it when it was built. */
const BUNDLE = join(__dirname, 'ditc.js');
const CACHE = join(__dirname, 'ditc.cache');

/**
 * Runs the bundle as Node would run a CommonJS file, but without compiling it again: most of the start of a short
 * command is compilation. V8 refuses a cache of another version or of other flags, and compiles as usual then.
 */
function start(): void {
  const cachedData = readIfThere(CACHE);
  // esbuild writes ASCII only, which is read fastest so.
  const source = `(function (require, module, exports, __filename, __dirname) {${readFileSync(BUNDLE, 'latin1')}\n})`;
  const script = new Script(source, { filename: BUNDLE, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(createRequire(BUNDLE), module, module.exports, BUNDLE, dirname(BUNDLE));
  // The build runs a command with this variable, so that the functions of that command are in the cache.
  if (process.env['DITC_WRITE_CODE_CACHE'])
    process.on('exit', () => writeFileSync(CACHE, script.createCachedData()));
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // not built with a cache: slower, not wrong
  }
}

start();
