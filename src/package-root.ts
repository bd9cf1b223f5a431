import { existsSync } from 'node:fs';

/** Folder of the package, with a `/` at its end: one up from the bundle, or from the sources. */
export function packageRoot(): URL {
  const bundled = new URL('../', import.meta.url);
  if (existsSync(new URL('package.json', bundled))) return bundled;
  throw new Error(`no package.json above ${import.meta.url}`);
}
