import { describe, expect, it } from 'vitest';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { codeFrame, displayWidth } from '../../src/report/code-frame.ts';
import { viewOf } from '../../src/report/view.ts';

/** The frame of the text between `⟦` and `⟧`. */
function frameOf(marked: string): string[] {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const file = makeSourceFile('porcelain.yaml', marked.replace('⟦', '').replace('⟧', ''));
  const span = { file, start, end };
  return codeFrame(viewOf({ code: 'yaml/tab', severity: 'error', message: 'a tab', path: [], span }));
}

describe('the frame of a finding', () => {
  it('shows the line and the one before it, with a caret under the range', () => {
    expect(frameOf('ditc: 1\nbatch: ⟦eight⟧\nname: porcelain\n')).toEqual([
      '1 | ditc: 1',
      '2 | batch: eight',
      '  |        ^^^^^',
    ]);
  });

  it('has one caret for an empty range, also at the end of the file', () => {
    expect(frameOf('⟦⟧')).toEqual(['1 |', '  | ^']);
    expect(frameOf('batch:\n⟦⟧')).toEqual(['1 | batch:', '2 |', '  | ^']);
  });

  it('counts wide characters as the two columns that they take', () => {
    expect(frameOf('description: 青花 ⟦瓷器⟧ here')).toEqual([
      '1 | description: 青花 瓷器 here',
      '  |                   ^^^^',
    ]);
    expect(frameOf('a: "🏺 𠮷", ⟦b⟧: 1')).toEqual(['1 | a: "🏺 𠮷", b: 1', '  |             ^']);
  });

  it('counts marks that are drawn over another character as none', () => {
    expect(frameOf('name: cafe\u0301 ⟦x⟧')[1]).toBe('  |            ^');
    expect(displayWidth('e\u0301🏺\ufe0f')).toBe(3);
  });

  it('shows tabs', () => {
    expect(frameOf('model:\n⟦\t⟧version: v1.2')).toEqual(['1 | model:', '2 | → version: v1.2', '  | ^^']);
  });

  it('leaves the line ends of Windows out', () => {
    expect(frameOf('ditc: 1\r\nbatch: ⟦eight⟧\r\n')).toEqual([
      '1 | ditc: 1',
      '2 | batch: eight',
      '  |        ^^^^^',
    ]);
  });

  it('aligns the numbers when they grow by a digit', () => {
    const lines = frameOf(`${'\n'.repeat(8)}a: 1\nb: ⟦x⟧`);
    expect(lines).toEqual([' 9 | a: 1', '10 | b: x', '   |    ^']);
  });

  it('marks the rest of the first line of a range over several lines', () => {
    expect(frameOf('model: ⟦{version: v1.2,\n  weights: ema}⟧')).toEqual([
      '1 | model: {version: v1.2,',
      '  |        ^^^^^^^^^^^^^^^',
    ]);
  });

  it('shows the part of a long line that matters', () => {
    const [line = '', caret = ''] = frameOf(`${'x'.repeat(5000)}⟦here⟧${'y'.repeat(5000)}`);
    expect(line.length).toBeLessThan(120);
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('here');
  });

  it('keeps carets inside of what is shown when a range is long', () => {
    const [line = '', caret = ''] = frameOf(`a: ⟦${'x'.repeat(5000)}⟧`);
    expect(caret.length).toBeLessThanOrEqual(line.length);
  });
});
