import type { Diagnostic, TextEdit } from '../diagnostics/diagnostic.ts';

/**
 * The edits of a finding's fix. The value of a block ends behind its last line for the YAML parser; the break belongs to the lines around it
 * and stays, or the next key would join this line.
 */
export function editsOf({ span: { file }, fix }: Diagnostic): readonly TextEdit[] {
  return (fix?.edits ?? []).map((edit) => {
    const replaced = file.text.slice(edit.start, edit.end);
    return edit.text.endsWith('\n')
      ? edit
      : { ...edit, end: edit.start + replaced.replace(/[ \t\r\n]+$/, '').length };
  });
}
