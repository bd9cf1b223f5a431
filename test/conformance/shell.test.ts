import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { makeExperiment } from '../../src/experiment/make-experiment.ts';
import { settle } from '../../src/settle/settle.ts';
import { quote } from '../../src/targets/launch/quote.ts';
import { pathsOf } from '../../src/targets/paths.ts';
import { anyText, arbitraryExperiment, HOSTILE } from '../support/arbitrary-experiment.ts';
import { emit, templates } from '../support/emit.ts';
import { makeSite, type Site, start, write } from '../support/run-launch.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasTool } from '../support/tools.ts';
import { trainerArgv } from '../support/trainer-argv.ts';
import { validExperiment, writtenExperiment } from '../support/valid-experiment.ts';

const launchOf = (experiment: Experiment): string => `${pathsOf(experiment).stage}/launch.sh`;

/** Ways to be an experiment that give different scripts. */
const VARIANTS: readonly Experiment[] = [
  validExperiment(),
  validExperiment({
    method: { kind: 'full' },
    ema: { decay: 0.999, dtype: 'fp32' },
    model: { version: 'v1.1' },
  }),
  validExperiment({
    resolution: { kind: 'single', size: 512 },
    diffusion: { min_snr: 5 },
    data: { random_flip: true },
  }),
  validExperiment({
    machine: { env: { NCCL_SOCKET_IFNAME: 'bond0', NOTE: "it's 2 words" }, secrets: ['HF_TOKEN'] },
  }),
  validExperiment({
    machine: { checkout: '/opt/Hunyuan DiT', packed: '/data/packed' },
    model: { weights: '/data/a b.pt' },
  }),
  validExperiment({
    machine: { nodes: 2, launch: { kind: 'hosts', hostfile: "it's a hostfile" }, secrets: ['HF_TOKEN', 'B'] },
  }),
  validExperiment({ machine: { nodes: 2, launch: { kind: 'hosts', hostfile: '/etc/hosts of it' } } }),
  validExperiment({ machine: { nodes: 2, launch: { kind: 'slurm', time: '12:00:00', requeue: true } } }),
  validExperiment({
    machine: { launch: { kind: 'slurm', time: '12:00:00', pack: { parts: 4, time: 90, at_once: 2 } } },
  }),
];

const scriptsOf = (experiment: Experiment): readonly (readonly [string, string])[] =>
  emit(experiment).flatMap(({ path, content }) =>
    /\.(sh|sbatch)$/.test(path) ? [[path, content] as const] : [],
  );

function inFolder(scripts: readonly (readonly [string, string])[]): string {
  const folder = temporaryFolder();
  scripts.forEach(([, content], each) => write(join(folder, `${each}.sh`), content));
  return folder;
}

describe('quote', () => {
  const SHELLS = ['bash', 'dash'].filter((shell) => hasTool(shell, shell, '-c', ':'));

  it.each(SHELLS)('gives %s back every text as one word', (shell) => {
    const texts = [...HOSTILE, '', '\n', ...fc.sample(anyText, { numRuns: 500, seed: 1 })];
    const folder = inFolder([['', texts.map((text) => `printf '%s\\0' ${quote(text)}\n`).join('')]]);
    const output = execFileSync(shell, [join(folder, '0.sh')], {
      encoding: 'utf8',
      cwd: folder,
      env: { LC_ALL: 'C.UTF-8' },
    });
    expect(output.split('\0').slice(0, -1)).toEqual(texts);
    expect(readdirSync(folder)).toEqual(['0.sh']);
  });

  it('leaves plain words bare', () => {
    expect(['DiT-g/2', '4:3', '0.0001', 'v_prediction'].map(quote)).toEqual([
      'DiT-g/2',
      '4:3',
      '0.0001',
      'v_prediction',
    ]);
  });

  it('refuses a NUL, which no argument can hold', () => {
    expect(() => quote('a\0b')).toThrow('NUL');
  });
});

describe('scripts', () => {
  it.skipIf(!hasTool('shellcheck', 'shellcheck', '--version'))(
    'have nothing that shellcheck would say, nor do their templates',
    () => {
      const sources = [...templates].filter(([path]) => /\.(sh|sbatch)$/.test(path));
      expect(sources.length).toBeGreaterThanOrEqual(2);
      const folder = inFolder([...sources, ...VARIANTS.flatMap(scriptsOf)]);
      const files = readdirSync(folder).map((file) => join(folder, file));
      expect(execFileSync('shellcheck', ['--severity=style', '--norc', ...files], { encoding: 'utf8' })).toBe(
        '',
      );
    },
  );

  it('are read by bash without a complaint, whatever text is in them', () => {
    const experiments = fc.sample(arbitraryExperiment, { numRuns: 40, seed: 2 });
    const folder = inFolder(experiments.flatMap(scriptsOf));
    const files = readdirSync(folder);
    expect(files.length).toBe(80);
    for (const file of files) execFileSync('bash', ['-n', join(folder, file)]);
  });
});

describe('launch.sh', () => {
  it('starts the launcher with its options before the script and the trainer’s after it', () => {
    const experiment = validExperiment({
      batch: 16,
      machine: { gpus_per_node: 2, launch: { kind: 'local', port: 29600 } },
    });
    const site = makeSite(experiment);
    const { argv, status, stderr } = start(site, launchOf(experiment));
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`${site.root}/runs/porcelain/main`),
    });
    const script = `${site.root}/launch/porcelain/local/main/../overlay/train.py`;
    expect(argv).toEqual([
      '--num_gpus',
      '2',
      '--master_port',
      '29600',
      script,
      ...trainerArgv(experiment, site.root),
    ]);
    expect(existsSync(script)).toBe(true);
  });

  it('gives the trainer its environment: the stage, the checkout first on the path, no network', () => {
    const experiment = validExperiment();
    const site = makeSite(experiment);
    const { environment } = start(site, launchOf(experiment), { PYTHONPATH: '/theirs' });
    expect(Object.fromEntries(environment)).toMatchObject({
      DITC_STAGE: `${site.root}/launch/porcelain/local/main`,
      PYTHONPATH: `${site.root}/../HunyuanDiT:/theirs`,
      PWD: posix.resolve(site.root, '../HunyuanDiT'),
      TOKENIZERS_PARALLELISM: 'false',
      HF_HUB_OFFLINE: '1',
    });
  });

  it('lets `machine.env` have the last word where we only propose', () => {
    const experiment = validExperiment({ machine: { env: { HF_HUB_OFFLINE: 0, PYTHONPATH: '/theirs' } } });
    const site = makeSite(experiment);
    const { environment } = start(site, launchOf(experiment));
    expect(environment.get('HF_HUB_OFFLINE')).toBe('0');
    expect(environment.get('PYTHONPATH')).toBe(`${site.root}/../HunyuanDiT:/theirs`);
  });

  it('leaves the choice of GPUs to CUDA_VISIBLE_DEVICES, which the launcher ignores beside a number', () => {
    const experiment = validExperiment();
    const site = makeSite(experiment);
    expect(start(site, launchOf(experiment), { CUDA_VISIBLE_DEVICES: '3' }).argv[0]).toBe('--master_port');
    const written = validExperiment({ machine: { env: { CUDA_VISIBLE_DEVICES: 3 } } });
    expect(start(makeSite(written), launchOf(written)).argv[0]).toBe('--master_port');
  });

  it('works from a copy of the folder: nothing in it is absolute', () => {
    const experiment = validExperiment();
    const [one, other] = [makeSite(experiment), makeSite(experiment)];
    const argvs = [one, other].map((site) =>
      start(site, launchOf(experiment)).argv.join('\n').replaceAll(site.root, 'ROOT'),
    );
    expect(argvs[0]).toBe(argvs[1]);
  });
});

/** An experiment in which one text stands wherever text may stand and names a file or a value. */
function hostileExperiment(text: string): Experiment {
  const { machineName: _, ...value } = writtenExperiment({
    model: { weights: `./weights/${text}.pt` },
    machine: {
      checkout: `code/${text}`,
      packed: `data/${text}`,
      env: { DITC_TEST: text, DITC_LINES: `${text}\n${text}` },
    },
  });
  return settle(makeExperiment(value, { machine: value.machine, file: `${text}.yaml` })).experiment;
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' });

describe('hostile text', () => {
  it.each(HOSTILE.map((text) => [text]))(
    '%j is one word, and no command, in paths, names and environment',
    (text) => {
      const experiment = hostileExperiment(text);
      const site = makeSite(experiment);
      const before = filesBelow(join(site.root, '..'));
      const { status, stderr, argv, environment } = start(site, launchOf(experiment));
      expect({ status, stderr }).toMatchObject({ status: 0 });
      expect(argv.slice(5)).toEqual(trainerArgv(experiment, site.root));
      expect(environment.get('DITC_TEST')).toBe(text);
      expect(environment.get('DITC_LINES')).toBe(`${text}\n${text}`);
      expect(filesBelow(join(site.root, '..'))).toEqual(before);
    },
  );

  it('cannot end the comment that names the experiment file', () => {
    const [first] = emit(validExperiment(), 'a\ntouch pwned\r.yaml');
    expect(first?.content.split('\n').slice(0, 3)).toEqual([
      '#!/usr/bin/env bash',
      '# Written by ditc from a?touch pwned?.yaml: edit that file, not this one.',
      '#',
    ]);
  });
});

describe('launch.sh on a machine where something is missing', () => {
  const missing = (change: object, spoil: (site: Site) => Site, environment?: Record<string, string>) => {
    const experiment = validExperiment(change as never);
    return start(spoil(makeSite(experiment)), launchOf(experiment), environment);
  };
  const same = (site: Site): Site => site;

  it.each([
    ['the checkout', { machine: { checkout: '../nowhere' } }, 'no checkout of HunyuanDiT at'],
    ['the weights', { model: { weights: './nowhere.pt' } }, 'no weights at'],
    ['the index', { name: 'vase' }, 'no index at'],
  ])('names %s and ends with 4', (_, change, message) => {
    const there = makeSite(validExperiment());
    const scripts = emit(validExperiment(change));
    for (const { path, content } of scripts) write(join(there.root, path), content);
    const { status, stderr, argv } = start(there, launchOf(validExperiment(change)));
    expect({ status, argv }).toEqual({ status: 4, argv: [] });
    expect(stderr).toContain(`ditc: ${message} ${there.root}/`);
  });

  it('names the launcher and ends with 4', () => {
    const { status, stderr } = missing({}, (site) => ({ ...site, bin: '/nowhere' }));
    expect({ status, stderr }).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('`deepspeed` is not on PATH'),
    });
  });

  it('names the secret and ends with 4; with the secret it starts', () => {
    const change = { machine: { secrets: ['HF_TOKEN'] } };
    const { status, stderr } = missing(change, same);
    expect({ status, stderr }).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('HF_TOKEN is not set'),
    });
    const started = missing(change, same, { HF_TOKEN: 'secret' });
    expect(started.status).toBe(0);
    expect(started.environment.get('HF_TOKEN')).toBe('secret');
  });

  it('ends when the environment would change a variable of its own', () => {
    const { status, stderr, argv } = missing({ machine: { env: { root: '/' } } }, same);
    expect({ status, argv }).toEqual({ status: 1, argv: [] });
    expect(stderr).toContain('root: readonly variable');
  });
});

describe('run.sh', () => {
  const experiment = validExperiment();
  const { runScript, run } = pathsOf(experiment);

  it('starts the stage', () => {
    const { status, argv, stderr } = start(makeSite(experiment), runScript);
    expect(status).toBe(0);
    expect(stderr).toContain('stage main starts');
    expect(argv).toContain('--deepspeed');
  });

  it.each([
    ['an adapter', 'final.pt/adapter_config.json', '{}'],
    ['a whole model', 'latest', 'final.pt'],
  ])('leaves out a stage with the last checkpoint of %s', (_, file, content) => {
    const site = makeSite(experiment);
    write(join(site.root, run, 'checkpoints/final.pt/weights'), '');
    write(join(site.root, run, 'checkpoints', file), content);
    const { status, argv, stderr } = start(site, runScript);
    expect({ status, argv }).toEqual({ status: 0, argv: [] });
    expect(stderr).toContain('stage main is finished');
  });

  it.each([
    ['a checkpoint of the way', 'latest', '0002000.pt'],
    ['half of the last one', 'final.pt/adapter_model.safetensors', ''],
  ])('starts a stage that left %s', (_, file, content) => {
    const site = makeSite(experiment);
    write(join(site.root, run, 'checkpoints', file), content);
    expect(start(site, runScript).argv).toContain('--deepspeed');
  });

  it('ends with the status of the stage that fails', () => {
    const site = makeSite(experiment);
    write(join(site.bin, 'deepspeed'), '#!/bin/sh\nexit 7\n');
    expect(start(site, runScript).status).toBe(7);
  });
});
