import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ask } from '../../src/doctor/bounded.ts';
import type { Check, Examination } from '../../src/doctor/check.ts';
import { checkCheckout } from '../../src/doctor/checkout.ts';
import { checkEncoders } from '../../src/doctor/encoders.ts';
import { checkGpus } from '../../src/doctor/gpus.ts';
import { checkPackages } from '../../src/doctor/packages.ts';
import { askPython, type Python } from '../../src/doctor/python.ts';
import { checkSpace } from '../../src/doctor/space.ts';
import { checkCache, checkTools } from '../../src/doctor/tools.ts';
import { type Wanted, wantedBy, wantedByAny } from '../../src/doctor/wanted.ts';
import { LAUNCHERS } from '../../src/env/find-trainer.ts';
import { doctorText } from '../../src/report/doctor-text.ts';
import { copyOfPorcelain, ditc, makeFolder, run } from '../support/ditc.ts';
import { noColors } from '../support/no-colors.ts';
import { HYDIT, hasPythonModule, PYTHON, runPython } from '../support/tools.ts';
import { ruleInput } from '../support/valid-experiment.ts';

/** A folder for the PATH, with programs that are scripts of bash. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = makeFolder();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return `${folder}:/usr/bin:/bin`;
}

const wanted = (change: Partial<Wanted> = {}): Wanted => ({ ...wantedByAny('/tmp'), ...change });

const brief = (checks: readonly Check[]): string[] =>
  checks.map(({ name, status, found }) => `${status} ${name}: ${found}`);

describe('ditc doctor', () => {
  it('says what is missing where nothing is installed', async () => {
    const cwd = copyOfPorcelain();
    const env = { PATH: '', HOME: cwd };
    const json = await ditc(['doctor', 'lora.yaml', '--format', 'json'], { cwd, env });
    expect({ status: json.status, stderr: json.stderr }).toEqual({ status: 4, stderr: '' });
    const examination = JSON.parse(json.stdout) as Examination; // the command's own form
    expect(examination).toMatchObject({ formatVersion: 1, experiment: 'lora.yaml', ready: false });
    expect(examination.checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'checkout missing',
      'Python missing',
      'launcher missing',
      'compilers ok',
      'GPUs missing',
      'disk ok',
      'disk ok',
      'weights missing',
      'VAE missing',
      'CLIP text missing',
      'tokenizer missing',
      'mT5 missing',
      'HF cache ok',
    ]);
    const text = await ditc(['doctor', 'lora.yaml'], { cwd, env });
    expect(text).toMatchObject({ status: 4, stderr: '' });
    // Free space may change between the two.
    const withoutSpace = (shown: string): string => shown.replaceAll(/[\d.]+ [MGT]iB free/g, 'some free');
    expect(withoutSpace(text.stdout)).toBe(withoutSpace(doctorText(examination, noColors)));
    expect(text.stdout).toMatch(/\n9 missing\n$/);
  });

  it('looks at a machine without an experiment', async () => {
    const cwd = makeFolder();
    const { stdout, status } = await ditc(['doctor', '--format', 'json'], { cwd, env: { PATH: '' } });
    expect(status).toBe(4);
    const examination = JSON.parse(stdout) as Examination; // the command's own form
    expect(examination).not.toHaveProperty('experiment');
    expect(brief(examination.checks)).toContain(
      'missing weights: none of the public files below `../HunyuanDiT`',
    );
  });

  it('gives the findings of a file that cannot be compiled, and its status', async () => {
    const cwd = makeFolder({ 'experiment.yaml': 'ditc: 2\n' });
    const { stdout, stderr, status } = await ditc(['doctor', 'experiment.yaml'], { cwd });
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toContain('experiment.yaml:1:7: error: ');
  });
});

/** What templates/doctor/look.py prints on a machine that can train. */
const FACTS = [
  { fact: 'python', version: '3.11.7', executable: '/env/bin/python' },
  ...Object.entries({
    torch: '2.15.0',
    torchvision: '0.29.2',
    deepspeed: '0.19.8',
    'flash-attn': '2.8.3',
    transformers: '5.24.0',
    diffusers: '0.42.1',
  }).map(([name, version]) => ({ fact: 'package', name, there: true, version })),
  { fact: 'import', name: 'torch', error: null },
  { fact: 'cuda', built: '12.8', available: true, compute: [8.9] },
  { fact: 'import', name: 'flash-attn', error: null },
  { fact: 'import', name: 'deepspeed', error: null },
];

/** A script that prints the facts, and goes on with another one. */
const telling = (facts: readonly unknown[], then = ''): string =>
  `cat <<'FACTS'\n${facts.map((fact) => JSON.stringify(fact)).join('\n')}\nFACTS\n${then}`;

const RTX_4090 = 'NVIDIA GeForce RTX 4090, 24564, 1, 550.54.14';

/** A checkout with everything that is looked for in it but the code. */
const NETWORKS = {
  'sdxl-vae-fp16-fix/config.json': '{}',
  'sdxl-vae-fp16-fix/diffusion_pytorch_model.bin': '',
  'clip_text_encoder/config.json': '{}',
  'clip_text_encoder/pytorch_model.bin': '',
  'tokenizer/vocab.txt': '',
  'mt5/config.json': '{}',
  'mt5/spiece.model': '',
  'mt5/pytorch_model.bin.index.json': '{}',
};

const belowCheckout = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`ckpts/t2i/${path}`, text]));

const checkoutIn = (path: string): Wanted => wanted({ checkout: { path, shown: '../HunyuanDiT' } });

describe.skipIf(HYDIT === undefined || !hasPythonModule('torch'))('a machine that has everything', () => {
  it('gives 0', async () => {
    const cwd = copyOfPorcelain();
    const checkout = join(dirname(cwd), 'HunyuanDiT');
    await run('cp', ['-r', HYDIT ?? '', checkout]);
    await run('rm', ['-rf', join(checkout, 'ckpts')]);
    for (const [path, text] of Object.entries(belowCheckout(NETWORKS))) {
      mkdirSync(dirname(join(checkout, path)), { recursive: true });
      writeFileSync(join(checkout, path), text);
    }
    mkdirSync(join(checkout, 'ckpts/t2i/model'));
    const names: unknown = JSON.parse(readFileSync('test/doctor/state-dicts.json', 'utf8'));
    runPython('test/doctor/write-weights.py', { folder: cwd, names });
    renameSync(join(cwd, 'v1.2 g2.pt'), join(checkout, 'ckpts/t2i/model/pytorch_model_ema.pt'));
    const PATH = programs({
      deepspeed: '',
      python: telling(FACTS),
      'nvidia-smi': `echo '${RTX_4090}'`,
    });
    const { stdout, status } = await ditc(['doctor', 'lora.yaml'], { cwd, env: { PATH } });
    expect(stdout).toContain(
      'ok       checkout    `../HunyuanDiT` at commit 368280e, with the files of 368280e',
    );
    expect(stdout).toMatch(/\nnothing is missing\n$/);
    expect(status).toBe(0);
  });
});

describe('checkCheckout', () => {
  const path = 'hydit/train_deepspeed.py';

  it.each([
    [path, `\`${path}\` is not that of 368280e`],
    ['hydit/config.py', `\`${path}\` is missing`],
  ])('knows the files that the overlay relies on: another %s', async (file, says) => {
    const folder = makeFolder({ [file]: 'another text' });
    expect(brief(await checkCheckout(checkoutIn(folder), process.env))).toEqual([
      `missing checkout: \`../HunyuanDiT\`: ${says}`,
    ]);
  });

  it('says which commit Git has there, and takes no other repository for it', async () => {
    const folder = makeFolder({ [path]: 'another trainer', 'inner/hydit/train_deepspeed.py': '' });
    const git = (...argv: string[]) =>
      run('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...argv]);
    await git('init', '--quiet');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'trainer');
    const [outer] = await checkCheckout(checkoutIn(folder), process.env);
    expect(outer?.found).toMatch(/^`..\/HunyuanDiT` at commit [0-9a-f]{7}: /);
    const [inner] = await checkCheckout(checkoutIn(join(folder, 'inner')), process.env);
    expect(inner?.found).toMatch(/^`..\/HunyuanDiT`: /);
  });

  it.skipIf(HYDIT === undefined)('takes other line ends, and no other text', async () => {
    const copy = makeFolder();
    await run('cp', ['-r', join(HYDIT ?? '', 'hydit'), join(HYDIT ?? '', 'IndexKits'), copy]);
    const at = join(copy, path);
    const text = readFileSync(at, 'utf8');
    writeFileSync(at, text.replaceAll('\n', '\r\n'));
    expect(brief(await checkCheckout(checkoutIn(copy), process.env))).toEqual([
      'ok checkout: `../HunyuanDiT`, with the files of 368280e',
    ]);
    writeFileSync(at, `${text}\n`);
    expect(brief(await checkCheckout(checkoutIn(copy), process.env))).toEqual([
      `missing checkout: \`../HunyuanDiT\`: \`${path}\` is not that of 368280e`,
    ]);
  });
});

describe('checkPackages', () => {
  const told = (change: Record<string, Record<string, unknown>> = {}): Promise<Python | undefined> =>
    askPython({
      PATH: programs({
        python3: telling(
          FACTS.map((fact) => ({
            ...fact,
            ...change['name' in fact ? `${fact.fact} ${fact.name}` : fact.fact],
          })),
        ),
      }),
    });

  const all = wanted({ attention: 'flash' });

  it('finds nothing wrong with what was told', async () => {
    expect(brief(checkPackages(await told(), all, {}))).toEqual([
      'ok Python: 3.11.7, `/env/bin/python`',
      'ok torch: 2.15.0',
      'ok CUDA: PyTorch is built for 12.8 and sees one GPU',
      'ok DeepSpeed: 0.19.8',
      'ok flash-attn: 2.8.3',
      'ok packages: torchvision 0.29.2, transformers 5.24.0, diffusers 0.42.1',
    ]);
  });

  it.each([
    [{ python: { version: '3.7.16' } }, 'missing Python: 3.7.16, `/env/bin/python`'],
    [{ 'package torch': { version: '1.13.1' } }, 'missing torch: 1.13.1'],
    [{ 'package torch': { there: false } }, 'missing torch: not installed'],
    [
      { 'import torch': { error: 'OSError: libcudart.so.12' } },
      'missing torch: cannot be imported: OSError: libcudart.so.12',
    ],
    [{ cuda: { built: null, available: false } }, 'missing CUDA: this PyTorch is built without CUDA'],
    [{ cuda: { available: false, compute: [] } }, 'missing CUDA: PyTorch is built for 12.8 and sees no GPU'],
    [{ cuda: { compute: [9, 9] } }, 'ok CUDA: PyTorch is built for 12.8 and sees 2 GPUs'],
    [{ 'package deepspeed': { version: '0.6.3' } }, 'warning DeepSpeed: 0.6.3'],
    [{ 'package deepspeed': { there: false } }, 'missing DeepSpeed: not installed'],
    [
      { 'import deepspeed': { error: 'ImportError: no' } },
      'missing DeepSpeed: cannot be imported: ImportError: no',
    ],
    [{ 'package flash-attn': { there: false } }, 'missing flash-attn: not installed'],
    [
      { 'package flash-attn': { version: '3.0.0' } },
      'missing flash-attn: 3.0.0, and the trainer knows version 2 only',
    ],
    [
      { 'import flash-attn': { error: 'ImportError: undefined symbol' } },
      'missing flash-attn: cannot be imported: ImportError: undefined symbol',
    ],
    [
      { cuda: { compute: [7.5] } },
      'missing flash-attn: 2.8.3, which the GPU of compute capability 7.5 cannot run',
    ],
    [{ 'package diffusers': { there: false } }, 'missing packages: diffusers not installed'],
    [
      { 'package diffusers': { version: null } },
      'ok packages: torchvision 0.29.2, transformers 5.24.0, diffusers',
    ],
  ])('%o', async (change, says) => {
    expect(brief(checkPackages(await told(change), all, {}))).toContain(says);
  });

  it.each([
    [undefined, 'warning flash-attn: not installed'],
    ['torch', "ok flash-attn: not needed: attention is PyTorch's own"],
  ] as const)('asks for flash-attn as attention wants it: %s', async (attention, says) => {
    const python = await told({ 'package flash-attn': { there: false } });
    expect(brief(checkPackages(python, wanted({ attention }), {}))).toContain(says);
  });

  it('asks for no CUDA where DeepSpeed is told to do without', async () => {
    const python = await told({ cuda: { built: null, available: false } });
    expect(brief(checkPackages(python, all, { DS_ACCELERATOR: 'cpu' })).join()).not.toContain('CUDA');
  });

  it('keeps what a Python had told when it crashed', async () => {
    const python = await askPython({
      PATH: programs({ python3: telling(FACTS.slice(0, 4), 'printf \'{"fact": "pack\'; kill -SEGV $$') }),
    });
    expect(brief(checkPackages(python, all, {}))).toContain('ok DeepSpeed: 0.19.8');
  });

  it('keeps what a Python had told when it hangs', async () => {
    const python = await askPython(
      { PATH: programs({ python3: telling(FACTS.slice(0, 7), 'sleep 60') }) },
      1,
    );
    expect(brief(checkPackages(python, all, {})).at(-1)).toBe(
      'warning packages: there, but Python had not imported PyTorch and DeepSpeed after 120 s',
    );
  });

  it('asks the Python that `deepspeed` was installed for', async () => {
    const env = { PATH: programs({ deepspeed: '', python: telling(FACTS), python3: 'exit 1' }) };
    expect((await askPython(env))?.version).toBe('3.11.7');
  });

  it('takes a Python that tells nothing for none', async () => {
    expect(brief(checkPackages(await askPython({ PATH: programs({ python3: 'exit 1' }) }), all, {}))).toEqual(
      ['missing Python: no Python that answers on the PATH'],
    );
  });

  it.skipIf(!hasPythonModule('torch') || !hasPythonModule('deepspeed'))('reads a real Python', async () => {
    const python = await askPython({ ...process.env, PATH: `${dirname(PYTHON)}:/usr/bin:/bin` });
    const checks = brief(checkPackages(python, wanted(), { DS_ACCELERATOR: 'cpu' }));
    expect(checks).toContain('ok torch: 2.15.0');
    expect(checks).toContain('ok DeepSpeed: 0.19.8');
    expect(python?.cuda).toMatchObject({ available: expect.any(Boolean), compute: expect.any(Array) });
    expect(python?.late).toBe(false);
  });
});

describe('checkGpus', () => {
  const card = { name: 'RTX-4090', memory: 24564 * 2 ** 20, compute: 8.9 };

  const gpus = async (script: string, change: Partial<Wanted> = { card }): Promise<string[]> =>
    brief(await checkGpus(wanted(change), { PATH: programs({ 'nvidia-smi': script }) }));

  it('asks for what the driver knows', async () => {
    expect(
      await gpus(
        `[[ "$*" == '--query-gpu=name,memory.total,memory.used,driver_version --format=csv,noheader,nounits' ]] && echo '${RTX_4090}'`,
      ),
    ).toEqual(['ok GPUs: 1 × NVIDIA GeForce RTX 4090 (24.0 GiB), driver 550.54.14']);
  });

  it.each([
    [`echo '${RTX_4090}'`, { gpus: 2 }, ['missing GPUs: 1 of 2']],
    [
      "echo 'NVIDIA A100-SXM4-80GB, 81920, 40000, 535.161.08'; echo 'NVIDIA A100-SXM4-80GB, 81920, 3, 535.161.08'",
      { gpus: 2, card },
      [
        'ok GPUs: 2 × NVIDIA A100-SXM4-80GB (80.0 GiB), driver 535.161.08',
        'warning GPU memory: 1 of 2 GPUs in use, up to 39.1 GiB',
      ],
    ],
    [
      "echo 'NVIDIA GeForce RTX 3080, 10240, 0, 550.54.14'",
      { card },
      [
        'missing GPUs: 1 × NVIDIA GeForce RTX 3080 (10.0 GiB), driver 550.54.14; the experiment counts on 24.0 GiB (RTX-4090)',
      ],
    ],
    [
      "echo 'NVIDIA GeForce RTX 4090, 24217, 0, 515.65.01'",
      { card },
      ['ok GPUs: 1 × NVIDIA GeForce RTX 4090 (23.6 GiB), driver 515.65.01'],
    ],
    [
      'echo "NVIDIA-SMI has failed because it couldn\'t communicate with the NVIDIA driver."; exit 9',
      {},
      [
        "missing GPUs: `nvidia-smi` fails: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
      ],
    ],
    ['echo No devices were found', {}, ['missing GPUs: 0 of 1']],
    ["echo '[N/A], [Insufficient Permissions], x'", {}, ['missing GPUs: 0 of 1']],
  ] as const)('%s', async (script, change, says) => {
    expect(await gpus(script, change)).toEqual(says);
  });

  it('says that there is no driver', async () => {
    expect(brief(await checkGpus(wanted(), { PATH: '' }))).toEqual(['missing GPUs: no `nvidia-smi`']);
  });
});

describe('ask', () => {
  it('ends a program with all that it has started', async () => {
    const folder = makeFolder();
    const late = `(sleep 3; touch '${folder}/late') & echo started; wait`;
    const env = { PATH: programs({ hangs: late }) };
    const answer = await ask('hangs', [], { env, seconds: 1 });
    expect(answer).toEqual({ status: undefined, stdout: 'started\n', stderr: '', late: true });
    await setTimeout(4000);
    expect(existsSync(join(folder, 'late'))).toBe(false);
  });

  it('keeps a part of what a program prints without end', async () => {
    const { stdout } = await ask('yes', [], { env: process.env, seconds: 1 });
    expect(stdout.length).toBeLessThan(2 ** 21);
  });
});

describe('checkEncoders', () => {
  const encoders = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
    brief(await checkEncoders(checkoutIn(makeFolder(belowCheckout(files)))));

  it('finds them where the trainer looks', async () => {
    const found = await encoders(NETWORKS);
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'ok VAE',
      'ok CLIP text',
      'ok tokenizer',
      'ok mT5',
    ]);
  });

  it.each([
    [
      'sdxl-vae-fp16-fix/diffusion_pytorch_model.bin',
      'missing VAE: no `../HunyuanDiT/ckpts/t2i/sdxl-vae-fp16-fix/diffusion_pytorch_model.safetensors`',
    ],
    [
      'clip_text_encoder/config.json',
      'missing CLIP text: no `../HunyuanDiT/ckpts/t2i/clip_text_encoder/config.json`',
    ],
    ['tokenizer/vocab.txt', 'missing tokenizer: no `../HunyuanDiT/ckpts/t2i/tokenizer/vocab.txt`'],
    ['mt5/spiece.model', 'missing mT5: no `../HunyuanDiT/ckpts/t2i/mt5/spiece.model`'],
  ])('says that %s is missing', async (path, says) => {
    const { [path as keyof typeof NETWORKS]: _, ...others } = NETWORKS;
    expect((await encoders(others)).filter((line) => line.startsWith('missing'))).toEqual([says]);
  });
});

describe('what ControlNets and IP-Adapters need beside', () => {
  const adapted = (method: object): Wanted => wantedBy([ruleInput({ method })], '/tmp/here');

  it('is looked for at every place where the trainer finds it', async () => {
    const { networks } = adapted({ kind: 'ipadapter', weights: 'none' });
    const at = makeFolder({ 'ckpts/t2i/model/clip_img_encoder/clip_img_encoder.pt': '' });
    const [found] = (await checkEncoders({ ...checkoutIn(at), networks })).slice(-1);
    expect(found?.found).toBe(
      'the image encoder: `../HunyuanDiT/ckpts/t2i/model/clip_img_encoder/clip_img_encoder.pt`',
    );
    const [absent] = (await checkEncoders({ ...checkoutIn(makeFolder()), networks })).slice(-1);
    expect(absent).toMatchObject({ name: 'network', status: 'missing' });
  });

  it('is the depth model for depth alone', async () => {
    const env = { HF_HOME: makeFolder({ 'hub/models--Intel--dpt-large/refs/main': '' }) };
    const depth = adapted({ kind: 'controlnet', control: 'depth' });
    const canny = adapted({ kind: 'controlnet', control: 'canny' });
    expect(brief(await checkCache(depth, env))[0]).toMatch(/^ok HF cache: .*dpt-large`$/);
    expect(brief(await checkCache(depth, { HF_HOME: '/nowhere' }))).toEqual([
      'missing HF cache: no `/nowhere/hub/models--Intel--dpt-large`',
    ]);
    expect(brief(await checkCache(canny, { HF_HOME: '/nowhere' }))[0]).toMatch(/^ok HF cache: .*not needed/);
  });

  it.skipIf(HYDIT === undefined)('is a trainer of their own', async () => {
    const copy = makeFolder();
    await run('cp', ['-r', join(HYDIT ?? '', 'hydit'), join(HYDIT ?? '', 'IndexKits'), copy]);
    writeFileSync(join(copy, 'hydit/train_deepspeed_controlnet.py'), 'another trainer');
    const at = { checkout: { path: copy, shown: '../HunyuanDiT' } };
    const controlnet = { ...adapted({ kind: 'controlnet', control: 'canny' }), ...at };
    expect(brief(await checkCheckout(controlnet, process.env))).toEqual([
      'missing checkout: `../HunyuanDiT`: `hydit/train_deepspeed_controlnet.py` is not that of 368280e',
    ]);
    const lora = { ...adapted({ kind: 'lora' }), ...at };
    expect(brief(await checkCheckout(lora, process.env))[0]).toMatch(/^ok checkout: /);
    writeFileSync(join(copy, 'hydit/config.py'), 'flags of a fork');
    expect(brief(await checkCheckout(lora, process.env))[0]).toMatch(/`hydit\/config.py` is not that/);
    expect(brief(await checkCheckout({ ...lora, commit: '0'.repeat(40) }, process.env))[0]).toMatch(/^ok /);
  });
});

describe('checkSpace', () => {
  it('compares with what comes, where the folder will be made', async () => {
    const path = join(makeFolder(), 'runs/porcelain');
    const space = (bytes: number | undefined) =>
      checkSpace(wanted({ space: [{ path, shown: 'runs', bytes }] }));
    expect(brief(await space(undefined))[0]).toMatch(/^ok disk: [\d.]+ [MGT]iB free for `runs`$/);
    expect(brief(await space(2 ** 30))[0]).toMatch(/^ok disk: .* `runs`; up to 1.0 GiB of checkpoints come$/);
    expect(brief(await space(2 ** 60))[0]).toMatch(/^missing disk: /);
  });
});

describe('checkTools', () => {
  it('looks for what starts the processes, and for compilers', async () => {
    const env = {
      PATH: programs({
        deepspeed: '',
        'g++': 'echo "g++ (Debian 12.2.0-14) 12.2.0"',
        nvcc: 'echo "Cuda compilation tools, release 12.4, V12.4.131"',
      }),
    };
    const [launcher, ...others] = brief(await checkTools(wanted(), env));
    expect(launcher).toMatch(/^ok launcher: `.*\/deepspeed`$/);
    expect(others).toEqual([
      "ok compilers: g++ 12.2.0, nvcc 12.4; not needed, the optimizer is PyTorch's own",
    ]);
  });

  it.runIf(process.platform === 'linux')(
    'speaks of the port only while something listens there',
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo; // it listens on TCP
      const portsOf = async () =>
        brief(await checkTools(wanted({ port }), { PATH: '' })).filter((line) => line.includes('port:'));
      expect(await portsOf()).toEqual([`warning port: ${port} is in use, by user ${process.getuid?.()}`]);
      server.close();
      await once(server, 'close');
      expect(await portsOf()).toEqual([]);
    },
  );

  it.each([
    [LAUNCHERS.local, 'missing launcher: `deepspeed` is not on the PATH'],
    [LAUNCHERS.hosts, 'missing launcher: `ssh` is not on the PATH'],
    [LAUNCHERS.kubernetes, 'missing launcher: `kubectl` is not on the PATH'],
  ])('says that it is missing: $command', async (launcher, says) => {
    expect(brief(await checkTools(wanted({ launcher }), { PATH: '' }))[0]).toBe(says);
  });
});
