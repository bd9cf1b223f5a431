import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ditc, makeFolder, type Outcome, run } from '../support/ditc.ts';
import { readBlocks } from '../support/markdown-blocks.ts';

const PAGE = readFileSync('docs/pull-requests.md', 'utf8');

/** A checkout with the files that the page shows. */
function checkout(): string {
  const cwd = makeFolder({ 'lab/porcelain.csv': 'image_path,text\n' });
  for (const { language, text } of readBlocks(PAGE)) {
    const name = /^# (\S+\.ya?ml)$/m.exec(text)?.[1];
    if (language !== 'yaml' || name === undefined) continue;
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

describe('the page on pull requests', () => {
  it('shows what its commands print', async () => {
    const cwd = checkout();
    let page = PAGE;
    for (const { language, text } of readBlocks(PAGE)) {
      if (language !== 'console') continue;
      const command = text.split('\n', 1)[0] ?? '';
      const { stdout } = await ditc(command.split(' ').slice(2), { cwd });
      page = page.replace(text, () => `${command}\n${stdout}`);
    }
    if (process.env['DITC_UPDATE_DOCS']) writeFileSync('docs/pull-requests.md', page);
    expect(PAGE).toBe(page);
  });
});

describe('the problem matcher', () => {
  const { problemMatcher } = JSON.parse(readFileSync('.github/problem-matcher.json', 'utf8')) as {
    problemMatcher: { pattern: { regexp: string }[] }[];
  }; // our own file
  const pattern = new RegExp(problemMatcher[0]?.pattern[0]?.regexp ?? '');

  it('reads errors and warnings of the format line, and leaves notes alone', async () => {
    const { stdout } = await ditc(['check', 'lab'], { cwd: checkout() });
    const [error, info] = stdout.split('\n');
    expect(pattern.exec(error ?? '')?.slice(1)).toEqual([
      'lab/celadon.yaml',
      '7',
      '1',
      'error',
      'unknown key `bacth` in the file',
      'schema/unknown-key',
    ]);
    expect(info).toContain(': info: ');
    expect(pattern.exec(info ?? '')).toBeNull();
  });
});

describe('the action', () => {
  const { runs } = parse(readFileSync('action.yml', 'utf8')) as {
    runs: { steps: { id?: string; run: string }[] };
  }; // our own file
  const script = runs.steps.find(({ id }) => id === 'check')?.run ?? '';

  /** Runs the step as a runner does: bash with `-e -o pipefail`, and this checkout as what was installed. */
  async function step(format: string, files: string): Promise<Outcome & { output: string; sarif: string }> {
    const runner = makeFolder({ output: '', 'ditc.sarif': '' });
    symlinkSync(resolve('.'), join(runner, 'ditc'));
    const env = {
      RUNNER_TEMP: runner,
      GITHUB_OUTPUT: join(runner, 'output'),
      DITC_FILES: files,
      DITC_FORMAT: format,
    };
    const argv = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script];
    const outcome = await run('bash', argv, { cwd: checkout(), env });
    const read = (name: string): string => readFileSync(join(runner, name), 'utf8');
    return { ...outcome, output: read('output').replace(runner, 'TEMP'), sarif: read('ditc.sarif') };
  }

  it('prints workflow commands and fails', async () => {
    const { stdout, stderr, status, output } = await step('github', 'lab\n');
    expect(stdout).toMatch(/^::error file=lab\/celadon\.yaml,line=7,/);
    expect({ stderr, status, output }).toEqual({ stderr: '', status: 1, output: '' });
  });

  it('turns the problem matcher on for the format line', async () => {
    const { stdout } = await step('line', 'lab');
    expect(stdout).toMatch(
      /^::add-matcher::.*\/ditc\/\.github\/problem-matcher\.json\nlab\/celadon\.yaml:7:1: error: /,
    );
  });

  it('names the SARIF file also when there are errors', async () => {
    const { stdout, status, output, sarif } = await step('sarif', 'lab/celadon.yaml\n\nlab\n');
    expect({ stdout, status, output }).toEqual({ stdout: '', status: 1, output: 'sarif=TEMP/ditc.sarif\n' });
    expect(JSON.parse(sarif)).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ level: 'error' }, {}] }],
    });
  });
});

describe('the hooks of pre-commit', () => {
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as {
    id: string;
    entry: string;
    args: string[];
  }[]; // our own file

  it.each(hooks)('$id runs from the folder of the user', async ({ id, entry, args }) => {
    const cwd = checkout();
    const [program = '', ...argv] = entry.split(' ');
    const { stdout, status } = await run(resolve(program), [...argv, ...args], { cwd });
    expect(stdout.includes('unknown key `bacth`')).toBe(id === 'ditc-check');
    expect(status).toBe(id === 'ditc-check' ? 1 : 0);
  });
});
