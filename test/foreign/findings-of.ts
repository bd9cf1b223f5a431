import { judgeForeign } from '../../src/foreign/index.ts';

/** `severity code line:column` of each finding about a text under a name. */
export function findingsOf(name: string, text: string, cwd?: string): readonly string[] | undefined {
  const beside = cwd === undefined ? {} : { cwd };
  return judgeForeign(name, new TextEncoder().encode(text), beside)?.diagnostics.map(
    ({ severity, code, span }) => {
      const before = span.file.text.slice(0, span.start).split('\n');
      return `${severity} ${code} ${before.length}:${(before.at(-1) ?? '').length + 1}`;
    },
  );
}
