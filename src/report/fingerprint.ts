import type { DiagnosticView } from './view.ts';

/**
 * What stays of a finding when lines are added above it: its code, the value it is about and the text of its line. A hash, so that no
 * secret of an experiment is copied into the file that keeps it.
 */
export function fingerprintOf({
  code,
  path,
  excerpt,
}: Pick<DiagnosticView, 'code' | 'path' | 'excerpt'>): string {
  const { createHash } = process.getBuiltinModule('node:crypto'); // 2 ms of a check that needs none
  const text = excerpt.at(-1)?.text.trim() ?? '';
  return createHash('sha256')
    .update(JSON.stringify([code, path, text]))
    .digest('hex')
    .slice(0, 16);
}
