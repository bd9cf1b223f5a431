import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/plan/schedule.ts';
import type { MemoryView } from '../../src/plan/view-memory.ts';
import type { Fit } from '../../src/settle/fit.ts';
import { copyOfPorcelain, ditc, experimentText, makeFolder, run, BIN } from '../support/ditc.ts';

const CSV = 'image_path,text\n';

const cleanFolder = (more: Record<string, string> = {}): string =>
  makeFolder({ 'porcelain.csv': CSV, 'experiment.yaml': experimentText(), ...more });

describe('ditc', () => {
  it.each([
    '',
    'check',
    'plan',
    'build',
    'run',
    'status',
    'runs',
    'show',
    'fit',
    'doctor',
    'init',
    'explain',
    'gpus',
    'schema',
    'report',
  ])('explains itself: %s --help', async (command) => {
    const { stdout, stderr, status } = await ditc([...(command ? [command] : []), '--help']);
    await expect(stdout).toMatchFileSnapshot(`help/${command || 'ditc'}.txt`);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }; // our own package.json
    expect(await ditc(['--version'])).toMatchObject({ stdout: `${version}\n`, stderr: '', status: 0 });
  });

  it('shows its usage on standard error and gives 2 without a command', async () => {
    const { stdout, stderr, status } = await ditc([]);
    expect(stderr).toContain('Usage: ditc');
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });

  it.each([
    { argv: ['chek', 'experiment.yaml'], says: '(Did you mean check?)' },
    { argv: ['experiment.txt'], says: "unknown command 'experiment.txt'" },
    { argv: ['check', '--machin', 'a.yaml', 'experiment.yaml'], says: '(Did you mean --machine?)' },
    { argv: ['check'], says: "missing required argument 'files'" },
    { argv: ['plan', 'a.yaml', 'b.yaml'], says: 'too many arguments' },
    { argv: ['show', 'experiment.yaml', 'resolvd'], says: 'Allowed choices are resolved, buckets' },
    { argv: ['check', 'experiment.yaml', '--format', 'xml'], says: 'Allowed choices are' },
    { argv: ['build', 'experiment.yaml', '--only', 'half'], says: 'Allowed choices are files, data' },
    { argv: ['check', ''], says: 'error: an argument is empty\n(is a variable of the shell not set?)\n' },
    { argv: ['report', 'experiment.yaml', '--out', ''], says: 'an argument is empty' },
    { argv: ['report', 'experiment.yaml', '--out', '-'], says: 'not to standard output' },
    { argv: ['--set', 'a=1', 'check', 'experiment.yaml'], says: '`--set` stands before the command' },
  ])('gives 2 for wrong use: $argv', async ({ argv, says }) => {
    const { stdout, stderr, status } = await ditc(argv, { cwd: cleanFolder() });
    expect(stderr).toContain(says);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });

  it.each(['check', 'plan', 'build', 'run'])('%s says of a machine file that it is one', async (command) => {
    const cwd = cleanFolder();
    writeFileSync(join(cwd, 'a800.yaml'), 'ditc: 1\nmachine:\n  gpu: A800-80GB\n');
    const { stdout, stderr, status } = await ditc([command, 'a800.yaml'], { cwd });
    expect((stdout + stderr).match(/schema\/\S+/g)).toHaveLength(1);
    expect(stdout + stderr).toContain('this is a machine file, and no experiment');
    expect(status).toBe(1);
  });

  it('is quiet when its reader has seen enough', async () => {
    const { stdout, stderr, status } = await run('bash', [
      '--norc',
      '-c',
      `set -o pipefail; node "${BIN}" schema | head -1`,
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' });
    expect(status).toBe(0);
  });

  it('says that the current folder is gone', async () => {
    const script = `mkdir gone; cd gone; rmdir ../gone; node "${BIN}" check experiment.yaml`;
    const { stderr, status } = await run('bash', ['--norc', '-c', script], { cwd: makeFolder() });
    expect(stderr).toMatch(/^error: the current folder is gone \[env\/no-current-folder\]\n {2}help: .*\n$/);
    expect(status).toBe(4);
  });

  it('ends what it does when its reader is gone', async () => {
    const cwd = copyOfPorcelain();
    const script = `set -o pipefail; node "${BIN}" build lora.yaml 2>&1 | true; echo "$?"; node "${BIN}" build lora.yaml`;
    const { stdout } = await run('bash', ['--norc', '-c', script], { cwd });
    expect(stdout).toMatch(/^0\n/);
    expect(stdout).toContain('index    main: is up to date');
  });

  it.skipIf(!existsSync('/dev/full')).each([
    {
      to: '>/dev/full',
      says: 'error: standard output cannot be written (ENOSPC) [env/cannot-write]\n  help: ',
    },
    { to: '2>/dev/full >/dev/full', says: '' },
  ])('gives 4, and no stack, when the disk of its output is full: $to', async ({ to, says }) => {
    const { stderr, status } = await run('bash', ['--norc', '-c', `node "${BIN}" schema ${to}`]);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n {4}at |internal/);
    expect(status).toBe(4);
  });
});

describe('ditc check', () => {
  it('is the command when only a file is named', async () => {
    const cwd = cleanFolder();
    const expected = { stdout: '', stderr: '', status: 0 };
    expect(await ditc(['check', 'experiment.yaml'], { cwd })).toMatchObject(expected);
    expect(await ditc(['experiment.yaml'], { cwd })).toMatchObject(expected);
  });

  it('gives 1 and one line a finding', async () => {
    const cwd = cleanFolder({
      'experiment.yaml': experimentText(['batch: 8', 'bacth: 8'], ['lr: 1.0e-4', 'lr: 0']),
    });
    const { stdout, stderr, status } = await ditc(['check', 'experiment.yaml'], { cwd });
    expect(stdout.split('\n')).toEqual([
      'experiment.yaml:6:1: error: unknown key `bacth` in the file [schema/unknown-key]',
      expect.stringContaining('experiment.yaml:7:17: error: `optimizer.lr` is `0`'),
      '',
    ]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  });

  it('reads standard input', async () => {
    const cwd = cleanFolder();
    expect(await ditc(['check', '-'], { cwd, stdin: experimentText() })).toMatchObject({
      stdout: '',
      status: 0,
    });
    const wrong = await ditc(['-'], { cwd, stdin: 'ditc: 1\n\tname: porcelain\n' });
    expect(wrong).toMatchObject({ status: 1, stdout: expect.stringContaining('<stdin>:2:1: error: a tab') });
  });

  it('reads a pipe of the shell', async () => {
    const cwd = cleanFolder();
    const { stdout, stderr } = await run(
      'bash',
      ['--norc', '-c', `node "${BIN}" check <(printf 'batch: [8')`],
      {
        cwd,
      },
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/:1:8: error: this bracket or brace is not closed \[yaml\/unclosed\]\n$/);
  });

  it('counts warnings only when asked', async () => {
    const cwd = cleanFolder({
      'experiment.yaml': experimentText(['ditc: 1', 'ditc: 1\ndescription: “porcelain”']),
    });
    expect(await ditc(['check', 'experiment.yaml'], { cwd })).toMatchObject({ status: 0 });
    expect(await ditc(['check', 'experiment.yaml', '--deny-warnings'], { cwd })).toMatchObject({ status: 1 });
  });

  it('prints one JSON document, also when nothing is wrong', async () => {
    const cwd = cleanFolder({ 'wrong.yaml': experimentText(['batch: 8', 'batch: 青']) });
    const clean = await ditc(['check', 'experiment.yaml', '--format', 'json'], { cwd });
    expect(JSON.parse(clean.stdout)).toEqual({ formatVersion: 1, files: 1, diagnostics: [] });
    const { stdout, status } = await ditc(['check', 'experiment.yaml', 'wrong.yaml', '--format', 'json'], {
      cwd,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      files: 2,
      diagnostics: [
        { file: 'wrong.yaml', line: 6, column: 8, endColumn: 9, code: 'schema/wrong-type', path: 'batch' },
      ],
    });
    expect(status).toBe(1);
  });

  it.each([
    { file: 'missing.yaml', says: '`missing.yaml` does not exist' },
    { file: 'experiment.yaml/inner.yaml', says: 'a part of the path is a file' },
    { file: `${'porcelain'.repeat(40)}.yaml`, says: 'has a name that is too long' },
    { file: 'loop.yaml', says: 'is a link that leads to itself' },
  ])('gives 4 when the file cannot be read: $says', async ({ file, says }) => {
    const cwd = cleanFolder();
    await run('ln', ['-s', 'loop.yaml', 'loop.yaml'], { cwd });
    const { stdout, stderr, status } = await ditc(['check', file], { cwd });
    expect(stderr).toMatch(/^error: .* \[env\/unreadable-file\]\n {2}help: .*\.\n$/);
    expect(stderr).toContain(says);
    expect({ stdout, status }).toEqual({ stdout: '', status: 4 });
  });

  it('keeps the findings of the other files when one cannot be read', async () => {
    const cwd = cleanFolder({ 'wrong.yaml': 'ditc: 2\n' });
    const { stdout, stderr, status } = await ditc(['check', 'missing.yaml', 'wrong.yaml'], { cwd });
    expect(stdout).toMatch(/^wrong\.yaml:1:7: error: /m);
    expect(stderr).toContain('`missing.yaml` does not exist');
    expect(status).toBe(4);
  });

  it('reads no more of a huge file than it needs to refuse it', async () => {
    const cwd = cleanFolder();
    await run('truncate', ['--size', '3G', 'shard.yaml'], { cwd });
    const { stdout, status } = await ditc(['check', 'shard.yaml'], { cwd });
    expect(stdout).toContain('[yaml/too-large]');
    expect(status).toBe(1);
  });

  it('never ends in an internal error on a file that is not right', async () => {
    const folders = ['yaml', 'schema'].flatMap((kind) => {
      const top = `test/cases/${kind}`;
      return kind === 'schema' ? [top] : readdirSync(top).map((name) => join(top, name));
    });
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(150);
    const { stdout, stderr, status } = await ditc(['check', ...files, '--format', 'json']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string }[] }; // the reporter's own form
    expect(new Set(diagnostics.map(({ file }) => file)).size).toBe(files.length);
  });
});

describe('machine files', () => {
  const machine = 'ditc: 1\nmachine: {gpu: A800-80GB, memory: {zero: 0, micro_batch: 2}}\n';
  const inFile = experimentText(
    ['machine:\n', 'machine: machines/a800.yaml\n'],
    ['  gpu: RTX-4090\n', ''],
    ['  memory: {zero: 0, micro_batch: 1}\n', ''],
  );

  it('are read from beside the experiment', async () => {
    const cwd = cleanFolder({ 'experiment.yaml': inFile, 'machines/a800.yaml': machine });
    expect(await ditc(['check', 'experiment.yaml'], { cwd })).toMatchObject({ stdout: '', status: 0 });
    const { stdout } = await ditc(['show', 'experiment.yaml', 'resolved'], { cwd });
    expect(stdout).toContain('micro_batch: 2 # machines/a800.yaml:2');
  });

  it('are blamed at `machine` when they are missing', async () => {
    const cwd = cleanFolder({ 'experiment.yaml': inFile });
    const { stdout, stderr, status } = await ditc(['check', 'experiment.yaml'], { cwd });
    expect(stdout).toBe(
      'experiment.yaml:15:10: error: the machine file `machines/a800.yaml` does not exist [env/unreadable-file]\n',
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  });

  it('show their own findings in their own lines', async () => {
    const cwd = cleanFolder({
      'experiment.yaml': inFile,
      'machines/a800.yaml': machine.replace('gpu:', 'gpus:'),
    });
    const { stdout, status } = await ditc(['check', 'experiment.yaml'], { cwd });
    expect(stdout).toContain('machines/a800.yaml:2:11: error: unknown key `gpus` in `machine`');
    expect(status).toBe(1);
  });

  it('are replaced from the command line, relative to where it was typed', async () => {
    const cwd = cleanFolder({
      'experiment.yaml': inFile,
      'machines/a800.yaml': machine,
      'here/own.yaml': machine.replace('2}', '4}'),
    });
    const { stdout } = await ditc(['show', '../experiment.yaml', 'resolved', '--machine', 'own.yaml'], {
      cwd: join(cwd, 'here'),
    });
    expect(stdout).toContain('micro_batch: 4 # own.yaml:2');
    const missing = await ditc(['check', 'experiment.yaml', '--machine', 'none.yaml'], { cwd });
    expect(missing).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('`none.yaml` does not exist'),
      status: 4,
    });
  });
});

describe('ditc init', () => {
  it('writes an experiment that only lacks its CSV', async () => {
    const cwd = makeFolder();
    const { stdout, stderr, status } = await ditc(['init', 'porcelain'], { cwd });
    expect(stdout).toBe(
      'wrote porcelain/experiment.yaml\nwrote porcelain/experiment.schema.json\nwrote porcelain/.gitignore\n' +
        'next: put your images and a CSV of captions beside it, then `ditc check porcelain/experiment.yaml`\n',
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const before = await ditc(['check', 'porcelain/experiment.yaml'], { cwd });
    expect(before.stdout.split('\n').filter((line) => /error|warning/.test(line))).toEqual([
      expect.stringContaining('there is no file `images.csv` [rule/source-missing]'),
    ]);
    writeFileSync(join(cwd, 'porcelain', 'images.csv'), CSV);
    const after = await ditc(['check', 'porcelain/experiment.yaml', '--deny-warnings'], { cwd });
    expect(after).toMatchObject({ stderr: '', status: 0 });
  });

  it('never replaces an experiment', async () => {
    const cwd = makeFolder({ 'experiment.yaml': 'mine\n' });
    const { stdout, stderr, status } = await ditc(['init'], { cwd });
    expect(stderr).toContain('`experiment.yaml` is already there [env/file-exists]');
    expect({ stdout, status }).toEqual({ stdout: '', status: 4 });
    expect(readFileSync(join(cwd, 'experiment.yaml'), 'utf8')).toBe('mine\n');
    expect(readdirSync(cwd)).toEqual(['experiment.yaml']);
  });

  it('keeps a `.gitignore` that is there', async () => {
    const cwd = makeFolder({ '.gitignore': 'mine\n' });
    expect(await ditc(['init'], { cwd })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('kept  .gitignore\n'),
    });
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('mine\n');
  });

  it('says so when a file is in the way of the folder', async () => {
    const cwd = makeFolder({ porcelain: 'a file\n' });
    const { stderr, status } = await ditc(['init', 'porcelain'], { cwd });
    expect(stderr).toMatch(
      /^error: `porcelain\/experiment.yaml` cannot be made: a .*\[env\/cannot-write\]\n/,
    );
    expect(status).toBe(4);
  });
});

describe('ditc explain', () => {
  it.each(['batch-product', 'rule/batch-product'])('prints the page of the rule %s', async (code) => {
    const page = readFileSync('src/rules/batch-product.md', 'utf8');
    expect(await ditc(['explain', code])).toMatchObject({ stdout: page, stderr: '', status: 0 });
  });

  it('prints a paragraph for findings of the YAML and the schema', async () => {
    const { stdout, status } = await ditc(['explain', 'yaml/tab']);
    expect(stdout).toMatch(/^# yaml\/tab\n\nYAML indents with spaces\..*\n$/);
    expect(status).toBe(0);
  });

  it.each(['json', 'deepspeed', 'hostfile', 'env-file', 'index', 'idk', 'import'])(
    'prints what is wrong in files of other tools together: %s/…',
    async (kind) => {
      const { stdout, status } = await ditc(['explain', `${kind}/anything`]);
      expect(stdout).toMatch(/^## .+\n\n/);
      expect(status).toBe(0);
    },
  );

  it('suggests a code that is near', async () => {
    const { stdout, stderr, status } = await ditc(['explain', 'bath-product']);
    expect(stderr).toContain('help: Did you mean `rule/batch-product`?');
    expect({ stdout, status }).toEqual({ stdout: '', status: 4 });
  });
});

describe('ditc schema and ditc gpus', () => {
  it.each(['experiment', 'machine'])('prints the schema of the %s file as it is published', async (kind) => {
    const { stdout, status } = await ditc(['schema', kind]);
    expect(stdout).toBe(readFileSync(`schema/${kind}.schema.json`, 'utf8'));
    expect(status).toBe(0);
  });

  it('lists cards that the language takes', async () => {
    const { stdout, status } = await ditc(['gpus']);
    expect(stdout).toMatch(/^RTX-4090 +24\.0 GiB +8\.9 +flash +tensor cores$/m);
    expect(status).toBe(0);
  });
});

describe('ditc show memory', () => {
  it('prints the sum of a GPU, a node and the disk, with the same numbers as JSON', async () => {
    const cwd = cleanFolder();
    const { stdout, stderr, status } = await ditc(['show', 'experiment.yaml', 'memory'], { cwd });
    expect(stdout).toMatch(/^stage main on RTX-4090: 22\.1 GiB of 24\.0 GiB may be used\n/);
    expect(stdout).toMatch(/^weights +2\.9 GiB +fp16 +█+$/m);
    expect(stdout).toMatch(/^free below the reserve .*·$/m);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const json = await ditc(['show', 'experiment.yaml', 'memory', '--format', 'json'], { cwd });
    const { gpuMemory } = JSON.parse(json.stdout) as MemoryView; // our own format
    const sum = gpuMemory.lines.reduce((total, { high }) => total + high, 0);
    expect(sum).toBe(gpuMemory.high);
    expect(gpuMemory.high).toBeLessThan(gpuMemory.usable);
  });

  it('prints the sum of what does not fit too, behind the finding', async () => {
    const tooLarge = experimentText(['micro_batch: 1', 'micro_batch: 8, gradient_checkpointing: false']);
    const cwd = cleanFolder({ 'experiment.yaml': tooLarge });
    const { stdout, stderr, status } = await ditc(['show', 'experiment.yaml', 'memory'], { cwd });
    expect(stderr).toContain('[rule/memory-fits]');
    expect(stdout).toContain('does not surely fit');
    expect(status).toBe(0);
  });

  it('refuses a card that is not known', async () => {
    const cwd = cleanFolder({ 'experiment.yaml': experimentText(['RTX-4090', 'S9000']) });
    const { stdout, stderr, status } = await ditc(['show', 'experiment.yaml', 'memory'], { cwd });
    expect(stderr).toContain('[rule/unknown-gpu]');
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  });
});

describe('ditc show schedule', () => {
  it('plots rate and average, with points as JSON', async () => {
    const text = experimentText(
      ['{lr: 1.0e-4}', '{lr: 1.0e-4, schedule: cosine, warmup: 100 steps}'],
      ['method: {kind: lora, rank: 64}', 'method: {kind: full}\nema: {decay: 0.999}'],
      ['gpu: RTX-4090', 'gpu: A800-80GB'],
    );
    const cwd = cleanFolder({ 'experiment.yaml': text });
    const { stdout, status } = await ditc(['show', 'experiment.yaml', 'schedule'], { cwd });
    expect(stdout).toContain('learning rate over 2,000 optimizer steps\n0.000100 │');
    expect(stdout).toContain('half-life 693 steps');
    expect(status).toBe(0);
    const json = await ditc(['show', 'experiment.yaml', 'schedule', '--format', 'json'], { cwd });
    const { updates, points } = JSON.parse(json.stdout) as Schedule; // our own format
    expect({ updates, points: points.length, first: points[0]?.lr }).toEqual({
      updates: 2000,
      points: 1001,
      first: 1e-6,
    });
  });

  it('says that epochs have steps only where the data is packed', async () => {
    const cwd = cleanFolder({ 'experiment.yaml': experimentText(['2000 steps', '8 epochs']) });
    const { stdout, stderr, status } = await ditc(['show', 'experiment.yaml', 'schedule'], { cwd });
    expect(stderr).toContain('[env/not-packed]');
    expect({ stdout, status }).toEqual({ stdout: '', status: 4 });
  });
});

describe('ditc fit', () => {
  it('prints a line for each card and count', async () => {
    const cwd = cleanFolder();
    const argv = ['fit', 'experiment.yaml', '--gpu', 'A800-80GB,RTX-4090', '--gpus', '1,8'];
    const { stdout, stderr, status } = await ditc(argv, { cwd });
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['card', 'GPUs'],
      ['A800-80GB', '1'],
      ['A800-80GB', '8'],
      ['RTX-4090', '1'],
      ['RTX-4090', '8'],
      [''],
    ]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('goes over all cards and five counts, as JSON too', async () => {
    const { stdout } = await ditc(['fit', 'experiment.yaml', '--format', 'json'], { cwd: cleanFolder() });
    const fits = JSON.parse(stdout) as readonly Fit[]; // our own format
    expect(new Set(fits.map(({ gpu }) => gpu)).size).toBeGreaterThanOrEqual(35);
    expect([...new Set(fits.map(({ count }) => count))]).toEqual([1, 2, 4, 8, 16]);
  });

  it.each([
    { argv: ['--gpus', '1,x'], says: 'Write whole numbers with commas between them' },
    { argv: ['--gpu', 'RTX-4091'], says: 'There is no card RTX-4091; the nearest name is RTX-4090' },
  ])('gives 2 for $argv', async ({ argv, says }) => {
    const { stderr, status } = await ditc(['fit', 'experiment.yaml', ...argv], { cwd: cleanFolder() });
    expect(stderr).toContain(says);
    expect(status).toBe(2);
  });
});

describe('ditc show resolved', () => {
  it('prints every value with its origin, as YAML that checks clean again and resolves to itself', async () => {
    const tricky = experimentText(
      ['ditc: 1', 'ditc: 1\ndescription: "yes: 青花 #1, 0123\\n  second line"'],
      ['{lr: 1.0e-4}', '{lr: 1.0e-4, eps: 1.0e-12, betas: [0.9, 0.9998765]}'],
      ['  gpu: RTX-4090', '  gpu: RTX-4090\n  env: {NCCL_DEBUG: "off", OMP_NUM_THREADS: 8, ONE: "1e-4"}'],
    );
    const cwd = cleanFolder({ 'experiment.yaml': tricky });
    const first = await ditc(['show', 'experiment.yaml', 'resolved'], { cwd });
    expect(first).toMatchObject({ stderr: '', status: 0 });
    expect(first.stdout).toContain('batch: 8 # experiment.yaml:7\n');
    expect(first.stdout).toContain('seed: 1234 # default\n');
    expect(first.stdout).toContain('eps: 1.0e-12 #');
    writeFileSync(join(cwd, 'again.yaml'), first.stdout);
    expect(await ditc(['check', 'again.yaml'], { cwd })).toMatchObject({ stdout: '', stderr: '', status: 0 });
    const second = await ditc(['show', 'again.yaml', 'resolved'], { cwd });
    const withoutOrigin = (text: string): string =>
      text.replaceAll(/ # (auto, )?(default|\w+\.yaml:\d+)$/gm, '');
    expect(withoutOrigin(second.stdout)).toBe(withoutOrigin(first.stdout));
    const unmarked = first.stdout
      .split('\n')
      .filter((line) => /: [^>|]/.test(line) && !/ # (auto, )?(default|\S+:\d+)$/.test(line));
    expect(unmarked.filter((line) => !/^ {2}(yes|  second)/.test(line))).toEqual([]);
  });
});

describe('generated files', () => {
  /** Content and mode of every file under `launch/`, by path. */
  function launchFiles(folder: string): Record<string, string> {
    const paths = readdirSync(join(folder, 'launch'), { recursive: true, encoding: 'utf8' }).sort();
    const files = paths.filter((path) => statSync(join(folder, 'launch', path)).isFile());
    return Object.fromEntries(
      files.map((path) => {
        const { mode } = statSync(join(folder, 'launch', path));
        return [path, `${(mode & 0o777).toString(8)} ${readFileSync(join(folder, 'launch', path), 'utf8')}`];
      }),
    );
  }

  it('are the same bytes and modes in another folder, time zone, language and umask', async () => {
    const [here, there] = [copyOfPorcelain(), copyOfPorcelain()];
    expect(await ditc(['build', 'lora.yaml', '--only', 'files'], { cwd: here })).toMatchObject({ status: 0 });
    const command = `umask 077; node "${BIN}" build "${there}/lora.yaml" --only files`;
    const env = {
      TZ: 'Asia/Shanghai',
      LANG: 'zh_CN.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      USER: 'potter',
      HOME: '/nowhere',
    };
    expect(await run('bash', ['--norc', '-c', command], { cwd: '/', env })).toMatchObject({ status: 0 });
    const files = launchFiles(here);
    expect(Object.keys(files).length).toBeGreaterThan(3);
    expect(launchFiles(there)).toEqual(files);
    for (const content of Object.values(files)) {
      expect(content).not.toContain(here);
      expect(content).not.toContain(process.cwd());
      expect(content).not.toMatch(/potter|\b20\d\d-\d\d-\d\d/);
    }
  });

  it('are left alone when they are up to date, and told apart by `build --check`', async () => {
    const cwd = copyOfPorcelain();
    const missing = await ditc(['build', 'lora.yaml', '--check'], { cwd });
    expect(missing).toMatchObject({ status: 1, stdout: expect.stringContaining('run.sh: missing') });
    expect(readdirSync(cwd)).not.toContain('launch');
    await ditc(['build', 'lora.yaml', '--only', 'files'], { cwd });
    const again = await ditc(['build', 'lora.yaml', '--only', 'files'], { cwd });
    expect(again).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^files {4}launch\/porcelain\/local: \d+ up to date\n$/),
    });
    expect(await ditc(['build', 'lora.yaml', '--check'], { cwd })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('up to date'),
    });

    const script = join(cwd, 'launch/porcelain/local/run.sh');
    writeFileSync(script, `${readFileSync(script, 'utf8')}\n# mine\n`);
    const stale = await ditc(['build', 'lora.yaml', '--check'], { cwd });
    expect(stale).toMatchObject({ status: 1, stdout: expect.stringContaining('run.sh: stale') });
    expect(readFileSync(script, 'utf8')).toContain('# mine');
  });
});
