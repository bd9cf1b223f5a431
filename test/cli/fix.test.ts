import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ditc, experimentText, makeFolder, run } from '../support/ditc.ts';

const CSV = 'image_path,text\n';
const WRONG = experimentText(['{lr: 1.0e-4}', '{lr: 1e-4} # 1e-4'], ['batch:', 'bacth:']);
const RIGHT = experimentText(['{lr: 1.0e-4}', '{lr: 1.0e-4} # 1e-4']);

const lab = (more: Record<string, string> = {}): string =>
  makeFolder({ 'porcelain.csv': CSV, 'experiment.yaml': WRONG, ...more });

const read = (cwd: string, name = 'experiment.yaml'): string => readFileSync(join(cwd, name), 'utf8');

/** The experiment with its machine in a file. */
const apart = experimentText(
  ['machine:\n', 'machine: machines/a800.yaml\n'],
  ['  gpu: RTX-4090\n', ''],
  ['  memory: {zero: 0, micro_batch: 1}\n', ''],
);

describe('ditc check --fix', () => {
  it('writes the fixes, then says what is left', async () => {
    const cwd = lab();
    chmodSync(join(cwd, 'experiment.yaml'), 0o640);
    const outcome = await ditc(['check', 'experiment.yaml', '--fix'], { cwd });
    expect(outcome).toMatchObject({ stdout: '', stderr: 'fixed 2 findings in 1 file\n', status: 0 });
    expect(read(cwd)).toBe(RIGHT);
    expect(statSync(join(cwd, 'experiment.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(cwd)).toEqual(['experiment.yaml', 'porcelain.csv']);
    const again = await ditc(['check', 'experiment.yaml', '--fix'], { cwd });
    expect(again).toMatchObject({ stdout: '', stderr: '', status: 0 });
  });

  it('goes on where an error has hidden the next finding', async () => {
    const text = experimentText(['batch:', 'bacth:'], ['length:', 'ema:\n  decay: 0.999\nlength:']);
    const cwd = lab({ 'experiment.yaml': text });
    await ditc(['check', 'experiment.yaml', '--fix'], { cwd });
    expect(read(cwd)).toBe(experimentText(['length:', 'ema:\n  none\nlength:']));
  });

  it('leaves in a series what a rule says of one row: another may need the value', async () => {
    const text = experimentText(
      ['{lr: 1.0e-4}', '{lr: 1e-4}'],
      ['length:', 'ema: {decay: 0.999}\nlength:'],
      ['machine:', 'runs:\n  - {id: small, set: {batch: 4}}\nmachine:'],
    );
    const cwd = lab({ 'experiment.yaml': text });
    const { stdout } = await ditc(['check', 'experiment.yaml', '--fix'], { cwd });
    expect(stdout).toContain('[rule/ema-needs-full]');
    expect(read(cwd)).toBe(text.replace('1e-4', '1.0e-4'));
  });

  it('writes into a machine file inside the working directory, and not into one outside', async () => {
    const machine = 'ditc: 1\nmachine: {gpuu: A800-80GB, memory: {zero: 0, micro_batch: 2}}\n';
    const cwd = makeFolder({
      'lab/porcelain.csv': CSV,
      'lab/experiment.yaml': apart,
      'lab/machines/a800.yaml': machine,
    });
    const inside = await ditc(['check', 'lab/experiment.yaml', '--fix'], { cwd });
    expect(inside.status).toBe(0);
    expect(read(cwd, 'lab/machines/a800.yaml')).toBe(machine.replace('gpuu', 'gpu'));
    const outside = makeFolder({ 'mine/experiment.yaml': apart, 'porcelain.csv': CSV, 'a800.yaml': machine });
    mkdirSync(join(outside, 'mine/machines'));
    symlinkSync('../../a800.yaml', join(outside, 'mine/machines/a800.yaml'));
    const { stdout, stderr } = await ditc(['check', 'experiment.yaml', '--fix'], {
      cwd: join(outside, 'mine'),
    });
    expect(stdout).toContain('unknown key `gpuu`');
    expect(stderr).toBe('');
    expect(read(outside, 'a800.yaml')).toBe(machine);
  });

  it('keeps a link a link', async () => {
    const cwd = makeFolder({ 'porcelain.csv': CSV, 'real.yaml': WRONG });
    symlinkSync('real.yaml', join(cwd, 'experiment.yaml'));
    await ditc(['check', 'experiment.yaml', '--fix'], { cwd });
    expect(lstatSync(join(cwd, 'experiment.yaml')).isSymbolicLink()).toBe(true);
    expect(read(cwd, 'real.yaml')).toBe(RIGHT);
  });

  it.each([
    { argv: ['-', '--fix'], status: 2, says: 'standard input is no file that could be fixed' },
    { argv: ['experiment.yaml', '--fix', '--set', 'batch=8'], status: 2, says: 'cannot be used with' },
    { argv: ['experiment.yaml', '--diff', '--format', 'json'], status: 2, says: 'cannot be used with' },
    { argv: ['missing.yaml', '--fix'], status: 4, says: '`missing.yaml` does not exist' },
    { argv: ['missing.yaml', '--diff'], status: 4, says: '`missing.yaml` does not exist' },
  ])('refuses $argv', async ({ argv, status, says }) => {
    const cwd = lab();
    const outcome = await ditc(['check', ...argv], { cwd });
    expect(outcome.stderr).toContain(says);
    expect(outcome.status).toBe(status);
    expect(read(cwd)).toBe(WRONG);
  });

  it('mends a file of another tool by its own findings, and never as if it were YAML', async () => {
    const csv = 'image_path,text\n0.png,碗：“青花”\n1e-4: x,bacth: 1e-4\n';
    const cwd = makeFolder({
      hosts: '\ufeffnode1 slots=8\n',
      'zero2.json': "{'a': 1e-4,}\n",
      'data.csv': csv,
    });
    const { stderr } = await ditc(['check', 'hosts', 'zero2.json', 'data.csv', '--fix'], { cwd });
    expect(stderr).toBe('fixed 3 findings in 2 files\n');
    expect(read(cwd, 'hosts')).toBe('node1 slots=8\n');
    expect(read(cwd, 'zero2.json')).toBe('{"a": 1e-4}\n');
    expect(read(cwd, 'data.csv')).toBe(csv);
  });
});

describe('ditc check --fix --diff', () => {
  it.each([
    ['LF', WRONG],
    ['CRLF', WRONG.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${WRONG}`],
    ['no line break at its end', WRONG.trimEnd()],
  ])('prints a patch that Git applies to the same bytes as --fix writes: %s', async (_, text) => {
    const cwd = lab({ 'experiment.yaml': text, 'lab/second.yaml': text, 'lab/porcelain.csv': CSV });
    const { stdout, stderr, status } = await ditc(['check', '.', '--fix', '--diff'], { cwd });
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    expect(stdout.match(/^--- a\/.*$/gm)).toEqual(['--- a/experiment.yaml', '--- a/lab/second.yaml']);
    expect(read(cwd)).toBe(text);
    const applied = lab({ 'experiment.yaml': text, 'lab/second.yaml': text });
    expect(await run('git', ['apply', '-'], { cwd: applied, stdin: stdout })).toMatchObject({
      stderr: '',
      status: 0,
    });
    await ditc(['check', '.', '--fix'], { cwd });
    for (const name of ['experiment.yaml', 'lab/second.yaml']) {
      expect(read(applied, name)).toBe(read(cwd, name));
      expect(read(cwd, name)).not.toBe(text);
    }
  });

  it('prints nothing and gives 0 when nothing is to be fixed', async () => {
    const cwd = lab({ 'experiment.yaml': RIGHT });
    expect(await ditc(['check', 'experiment.yaml', '--diff'], { cwd })).toMatchObject({
      stdout: '',
      stderr: '',
      status: 0,
    });
  });
});
