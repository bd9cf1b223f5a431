import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built command line, `dist/main.js`. */
export const commandLine = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What to do about it when it is not there; undefined when it is. */
export function missingCommandLine(): string | undefined {
  return existsSync(commandLine) ? undefined : 'dist/main.js: npm run build';
}
