import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namedFiles } from '../../src/cli/named-files.ts';
import { ditc, experimentText, makeFolder } from '../support/ditc.ts';

const TEXT = experimentText();
const MACHINE = 'ditc: 1\nmachine: {gpu: A800-80GB}\n';

/** A folder with experiments, and with files that look like them. */
const lab = (more: Record<string, string | Uint8Array> = {}): string =>
  makeFolder({
    'lab/porcelain.csv': 'image_path,text\n',
    'lab/b.yaml': TEXT,
    'lab/a.yml': TEXT,
    'lab/glaze/c.yaml': TEXT,
    'lab/machines/a800.yaml': MACHINE,
    'lab/compose.yaml': 'services: {model: {image: ditc}}\n',
    'lab/notes.txt': TEXT,
    ...Object.fromEntries(
      ['node_modules', 'packed', 'runs', 'launch', '.git', 'glaze/runs'].map((name) => [
        `lab/${name}/x.yaml`,
        TEXT,
      ]),
    ),
    ...more,
  });

const filesOf = async (args: readonly string[], cwd: string): Promise<readonly string[]> =>
  (await namedFiles(args, cwd)).files;

describe('what arguments name', () => {
  it.each([
    [['lab'], ['lab/a.yml', 'lab/b.yaml', 'lab/glaze/c.yaml']],
    [['./lab/glaze/'], ['lab/glaze/c.yaml']],
    [['lab/*.yaml'], ['lab/b.yaml']],
    [['lab/**/*.{yaml,yml}'], ['lab/a.yml', 'lab/b.yaml', 'lab/glaze/c.yaml']],
    [['lab/runs'], ['lab/runs/x.yaml']],
    [['lab/machines/a800.yaml'], ['lab/machines/a800.yaml']],
    [['missing.yaml'], ['missing.yaml']],
    [['-'], ['-']],
  ])('is the experiments of %j', async (args, files) => {
    expect(await namedFiles(args, lab())).toEqual({ files, troubles: [] });
  });

  it('is each file once, in the order of the arguments', async () => {
    const args = ['lab/b.yaml', './lab/b.yaml', 'lab', 'lab/*.yaml', '-', '-'];
    expect(await filesOf(args, lab())).toEqual(['lab/b.yaml', 'lab/a.yml', 'lab/glaze/c.yaml', '-']);
  });

  it('is a file whose name has the characters of a pattern', async () => {
    const cwd = lab({ 'lab/d[1].yaml': TEXT, 'lab/d1.yaml': TEXT });
    expect(await filesOf(['lab/d[1].yaml'], cwd)).toEqual(['lab/d[1].yaml']);
    expect(await filesOf(['lab/d[12].yaml'], cwd)).toEqual(['lab/d1.yaml']);
  });

  it('is an experiment also when the rest of the file is wrong', async () => {
    const gbk = Buffer.concat([Buffer.from('# '), Buffer.from([0xc7, 0xe0]), Buffer.from(`\n${TEXT}`)]);
    const cwd = makeFolder({
      'bom.yaml': `\ufeff${TEXT}`,
      'crlf.yaml': TEXT.replaceAll('\n', '\r\n'),
      'flow.yaml': '{ditc: 1, model: {version: v1.2}}\n',
      'gbk.yaml': gbk,
      'quoted.yaml': '"ditc" : 1\n\'model\': x\n',
      'unclosed.yaml': `${TEXT}x: [1\n`,
      'inner.yaml': 'a:\n  ditc: 1\n  model: 2\n',
      'list.yaml': '- ditc: 1\n- model: 2\n',
      'comment.yaml': '# ditc: 1\nmodel: 2\n',
    });
    expect(await filesOf(['.'], cwd)).toEqual([
      'bom.yaml',
      'crlf.yaml',
      'flow.yaml',
      'gbk.yaml',
      'quoted.yaml',
      'unclosed.yaml',
    ]);
  });

  it('does not follow links to folders', async () => {
    const cwd = lab();
    symlinkSync('..', `${cwd}/lab/glaze/up`);
    expect(await filesOf(['lab/glaze'], cwd)).toEqual(['lab/glaze/c.yaml']);
  });
});

describe('ditc check', () => {
  it('checks the experiments below a folder, each under its path', async () => {
    const cwd = lab({ 'lab/glaze/c.yaml': experimentText(['batch: 8', 'batch: eight']) });
    const { stdout, status } = await ditc(['check', 'lab', '--format', 'pretty'], { cwd });
    expect(stdout).toContain('lab/glaze/c.yaml:6:8 error:');
    expect(stdout).toMatch(/in \d of 3 files\n$/);
    expect(status).toBe(1);
  });

  it.each(['lab/machines', 'lab/*.json', 'lab/machines/*.yaml'])(
    'says with a way out that %s names nothing, and checks the others',
    async (arg) => {
      const cwd = lab({ 'wrong.yaml': 'ditc: 2\n' });
      const { stdout, stderr, status } = await ditc(['check', arg, 'wrong.yaml'], { cwd });
      expect(stderr).toMatch(
        /^error: `lab\/.*` names no experiment \[usage\/no-experiment\]\n {2}help: An experiment is .*\.\n$/,
      );
      expect(stdout).toMatch(/^wrong\.yaml:1:7: error: /m);
      expect(status).toBe(2);
    },
  );
});
