import { type Env, onCpu } from '../env/find-program.ts';
import { AMPERE } from '../hardware/gpus.ts';
import { type Check, missing, ok, warning } from './check.ts';
import { type Cuda, type Python, PYTHON_SECONDS } from './python.ts';
import type { Wanted } from './wanted.ts';

/** Oldest Python that the overlay is written for (templates/overlay). */
const OLDEST_PYTHON = 3.08;
/** First PyTorch with the fused AdamW that the DeepSpeed configuration asks for, and with attention that needs no flash-attn (T24). */
const OLDEST_TORCH = 2;
/** DeepSpeed that this release was tested with. */
const TESTED_DEEPSPEED = '0.19';

/** Packages with a line of their own; the others share one. */
const OWN_LINE = new Set(['torch', 'deepspeed', 'flash-attn']);

const ACTIVATE = 'Activate the Python environment of the trainer';

/** What was found of Python and of its packages. */
export function checkPackages(python: Python | undefined, wanted: Wanted, env: Env): readonly Check[] {
  if (python === undefined)
    return [
      missing('Python', 'no Python that answers on the PATH', `Install Python 3.8 or newer. ${ACTIVATE}.`),
    ];
  return [
    pythonCheck(python),
    torchCheck(python),
    ...(onCpu(env) ? [] : cudaChecks(python.cuda)),
    deepspeedCheck(python),
    flashCheck(python, wanted),
    othersCheck(python),
  ];
}

function pythonCheck({ version, executable }: Python): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const found = `${version}, \`${executable}\``;
  if (major + minor / 100 >= OLDEST_PYTHON) return ok('Python', found);
  return missing('Python', found, 'The overlay needs Python 3.8 or newer.');
}

function torchCheck(python: Python): Check {
  const broken = notUsable(python, 'torch');
  if (broken) return broken;
  const version = python.packages.get('torch')?.version ?? '';
  if (version === '' || Number.parseFloat(version) >= OLDEST_TORCH) return ok('torch', versionText(version));
  return missing(
    'torch',
    version,
    'The optimizer is the fused AdamW of PyTorch 2.0 and newer: upgrade `torch`.',
  );
}

function cudaChecks(cuda: Cuda | undefined): readonly Check[] {
  if (cuda === undefined) return [];
  if (cuda.built === null)
    return [
      missing(
        'CUDA',
        'this PyTorch is built without CUDA',
        'Install a build for the CUDA version of the driver: https://pytorch.org/get-started/locally.',
      ),
    ];
  const found = `PyTorch is built for ${cuda.built}`;
  if (cuda.available)
    return [
      ok(
        'CUDA',
        `${found} and sees ${cuda.compute.length === 1 ? 'one GPU' : `${cuda.compute.length} GPUs`}`,
      ),
    ];
  return [
    missing(
      'CUDA',
      `${found} and sees no GPU`,
      'Without a GPU here this is as it should be. Otherwise the driver is too old for that build (`nvidia-smi` shows what it takes), or CUDA_VISIBLE_DEVICES hides the GPUs.',
    ),
  ];
}

function deepspeedCheck(python: Python): Check {
  const broken = notUsable(python, 'deepspeed');
  if (broken) return broken;
  const version = python.packages.get('deepspeed')?.version ?? '';
  if (version.startsWith(`${TESTED_DEEPSPEED}.`)) return ok('DeepSpeed', version);
  return warning(
    'DeepSpeed',
    versionText(version),
    `This release was tested with ${TESTED_DEEPSPEED}: \`pip install 'deepspeed~=${TESTED_DEEPSPEED}.0'\`. The overlay stops at a version whose parts it does not find.`,
  );
}

/** T21 and T145: upstream takes version 2 only, and swallows the error of an import; T23: the kernel needs Ampere. */
function flashCheck(python: Python, { attention, card }: Wanted): Check {
  const { there = false, version = null } = python.packages.get('flash-attn') ?? {};
  const error = python.imports.get('flash-attn');
  if (attention === 'torch') return ok('flash-attn', "not needed: attention is PyTorch's own");
  const oldest = Math.min(card?.compute ?? AMPERE, ...(python.cuda?.compute ?? []));
  const wrong = !there
    ? 'not installed'
    : typeof error === 'string'
      ? `cannot be imported: ${error}`
      : version !== null && !version.startsWith('2')
        ? `${version}, and the trainer knows version 2 only`
        : oldest < AMPERE
          ? `${versionText(version)}, which the GPU of compute capability ${oldest.toFixed(1)} cannot run`
          : undefined;
  if (wrong === undefined) return ok('flash-attn', versionText(version));
  const fix =
    "Install it into that Python (`pip install 'flash-attn>=2,<3' --no-build-isolation`; where there is no ready wheel this needs nvcc), or write `machine.memory.attention: torch`.";
  return (attention === 'flash' ? missing : warning)('flash-attn', wrong, fix);
}

function othersCheck({ packages, late }: Python): Check {
  const names = [...packages].filter(([name]) => !OWN_LINE.has(name));
  const absent = names.filter(([, { there }]) => !there).map(([name]) => name);
  if (absent.length > 0)
    return missing(
      'packages',
      `${absent.join(', ')} not installed`,
      `\`pip install ${absent.join(' ')}\` into that Python.`,
    );
  const found = names
    .map(([name, { version }]) => (version === null ? name : `${name} ${version}`))
    .join(', ');
  if (!late) return ok('packages', found);
  return warning(
    'packages',
    `there, but Python had not imported PyTorch and DeepSpeed after ${PYTHON_SECONDS} s`,
    'What is said of them may be incomplete. Try `python -c "import torch, deepspeed"` in that environment.',
  );
}

/** The check of a package that is not there or cannot be imported; undefined when nothing speaks against it. */
function notUsable(
  { packages, imports, executable }: Python,
  name: 'torch' | 'deepspeed',
): Check | undefined {
  const shown = name === 'torch' ? name : 'DeepSpeed';
  const error = imports.get(name);
  if (packages.get(name)?.there !== true)
    return missing(shown, 'not installed', `${ACTIVATE}, or \`${executable} -m pip install ${name}\`.`);
  if (typeof error !== 'string') return undefined;
  return missing(
    shown,
    `cannot be imported: ${error}`,
    `Install it anew: \`${executable} -m pip install --force-reinstall ${name}\`.`,
  );
}

const versionText = (version: string | null): string =>
  version === null || version === '' ? 'of an unknown version' : version;
