import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ditc, experimentText, makeFolder } from '../support/ditc.ts';

const WRONG = experimentText(
  ['batch: 8', 'batch: 7'],
  ['memory: {zero: 0, micro_batch: 1}', 'memory: {zero: 0, micro_batch: 2}'],
);

const lab = (): string =>
  makeFolder({
    'lab/porcelain.csv': 'image_path,text\n',
    'lab/a.yaml': WRONG,
    'lab/b.yaml': WRONG,
    'lab/c.yaml': experimentText(),
  });

const BASELINE = 'ditc-baseline.json';
const read = (cwd: string): string => readFileSync(join(cwd, BASELINE), 'utf8');

describe('ditc check --baseline', () => {
  it('leaves out what --write-baseline has written, also when lines move', async () => {
    const cwd = lab();
    const written = await ditc(['check', 'lab', '--write-baseline', BASELINE], { cwd });
    expect(written).toMatchObject({
      stdout: '',
      stderr: `wrote 2 findings to ${BASELINE}\n`,
      status: 0,
    });
    const clean = { stdout: '', stderr: '', status: 0 };
    expect(await ditc(['check', 'lab', '--baseline', BASELINE], { cwd })).toMatchObject(clean);
    writeFileSync(join(cwd, 'lab/a.yaml'), `# a line more\n${WRONG}`);
    expect(await ditc(['check', 'lab', '--baseline', BASELINE], { cwd })).toMatchObject(clean);
    const inside = join(cwd, 'lab');
    expect(await ditc(['check', 'a.yaml', '--baseline', `../${BASELINE}`], { cwd: inside })).toMatchObject(
      clean,
    );
  });

  it('shows what is new, and gives 1', async () => {
    const cwd = lab();
    await ditc(['check', 'lab', '--write-baseline', BASELINE], { cwd });
    writeFileSync(join(cwd, 'lab/c.yaml'), WRONG);
    const { stdout, status } = await ditc(['check', 'lab', '--baseline', BASELINE], { cwd });
    expect(stdout).toMatch(/^lab\/c\.yaml:6:8: error: .*\n$/);
    expect(status).toBe(1);
  });

  it('notes what is gone, which the next --write-baseline drops; files that are not checked stay', async () => {
    const cwd = lab();
    await ditc(['check', 'lab', '--write-baseline', BASELINE], { cwd });
    const before = read(cwd);
    writeFileSync(join(cwd, 'lab/a.yaml'), experimentText());
    const { stdout, stderr, status } = await ditc(['check', 'lab', '--baseline', BASELINE], { cwd });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    expect(stderr).toBe(
      `note: 1 finding is gone from what \`${BASELINE}\` lists; \`--write-baseline\` drops them\n  lab/a.yaml: rule/batch-product at batch\n`,
    );
    await ditc(['check', 'lab/c.yaml', '--write-baseline', BASELINE], { cwd });
    expect(read(cwd)).toBe(before);
    await ditc(['check', 'lab', '--write-baseline', BASELINE], { cwd });
    const files = (JSON.parse(read(cwd)) as { findings: { file: string }[] }).findings; // our own format
    expect(files.map(({ file }) => file)).toEqual(['lab/b.yaml']);
  });

  it('has one line a finding', async () => {
    const cwd = lab();
    await ditc(['check', 'lab', '--write-baseline', BASELINE], { cwd });
    expect(read(cwd).split('\n')).toEqual([
      '{',
      '  "formatVersion": 1,',
      '  "findings": [',
      expect.stringMatching(
        /^ {4}\{"file":"lab\/a\.yaml","code":"rule\/batch-product","path":"batch","fingerprint":"[0-9a-f]{16}"\},$/,
      ),
      expect.stringMatching(/^ {4}\{"file":"lab\/b\.yaml",.*\}$/),
      '  ]',
      '}',
      '',
    ]);
  });

  it.each([
    { argv: ['--baseline', 'missing.json'], status: 4, says: 'help: Check the path, or write it with' },
    { argv: ['--baseline', 'lab'], status: 4, says: '`lab` cannot be read' },
    { argv: ['--baseline', 'lab/c.yaml'], status: 4, says: 'is no baseline of this version' },
    { argv: ['--write-baseline', 'lab/c.yaml'], status: 4, says: 'is no baseline of this version' },
    { argv: ['--write-baseline', BASELINE, '--run', 'x'], status: 2, says: 'cannot be used with' },
  ])('refuses $argv and leaves the file alone', async ({ argv, status, says }) => {
    const cwd = lab();
    const outcome = await ditc(['check', 'lab/a.yaml', ...argv], { cwd });
    expect(outcome.stderr).toContain(says);
    expect(outcome.status).toBe(status);
    expect(readFileSync(join(cwd, 'lab/c.yaml'), 'utf8')).toBe(experimentText());
  });
});
