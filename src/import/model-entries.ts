import { given, numberOf, type Reading, textsOf, valueOf } from './reading.ts';
import type { Block, Entry } from './yaml-text.ts';

/** The file of weights below a checkout by its public word (hydit/train.sh, hydit/train_v1.1.sh, commit 368280e). */
const PUBLIC = /^(?:\.\/)?ckpts\/t2i\/model(_v1_1)?\/pytorch_model_(module|ema|distill)\.pt$/;

/** Style and size conditions make another model, whose weights no other version has. */
export function versionOf(reading: Reading): 'v1.0' | 'v1.1' | 'v1.2' {
  const hasConditions = given(reading, '--use-style-cond') ?? given(reading, '--size-cond');
  if (!hasConditions) return 'v1.2';
  const root = String(valueOf(reading, '--resume-module-root') ?? '');
  return PUBLIC.test(root) && !root.includes('_v1_1') ? 'v1.0' : 'v1.1';
}

/** What is trained, from which weights and how. */
export function modelEntries(reading: Reading): readonly Entry[] {
  return [
    {
      key: 'model',
      value: {
        entries: [
          { key: 'version', value: versionOf(reading) },
          { key: 'size', value: String(valueOf(reading, '--model')).replace(/^DiT-/, '') },
          weightsEntry(reading),
        ],
      },
    },
    { key: 'method', value: methodOf(reading) },
    { key: 'resolution', value: resolutionOf(reading) },
  ];
}

function weightsEntry(reading: Reading): Entry {
  const root = valueOf(reading, '--resume-module-root');
  if (startsAtRandom(reading)) return { key: 'weights', value: 'random' };
  if (!given(reading, '--resume') || typeof root !== 'string') {
    const above = [
      'weights: without --resume the trainer starts from random weights. Name the file, or write `random` if that is meant.',
    ];
    return { key: 'weights', value: undefined, above };
  }
  const version = versionOf(reading);
  const found = PUBLIC.exec(root);
  const isPublic = found !== null && (found[1] === '_v1_1') === (version === 'v1.1');
  return { key: 'weights', value: isPublic ? (found[2] ?? '') : withFolder(root) };
}

/** Our launch files pass `--resume` without a file for a start from random weights, and the overlay answers it. */
export const startsAtRandom = (reading: Reading): boolean =>
  reading.isOverlay &&
  given(reading, '--resume') !== undefined &&
  given(reading, '--resume-module-root') === undefined;

/** A path is told from a word by its `/`. */
const withFolder = (path: string): string => (path.includes('/') ? path : `./${path}`);

function methodOf(reading: Reading): Block {
  if (reading.trainer === 'controlnet')
    return methodBlock('controlnet', [{ key: 'control', value: String(valueOf(reading, '--control-type')) }]);
  if (reading.trainer === 'ip-adapter')
    return methodBlock('ipadapter', [{ key: 'weights', value: adapterOf(reading) }]);
  if (valueOf(reading, '--training-parts') !== 'lora') return methodBlock('full');
  return methodBlock('lora', [
    { key: 'rank', value: numberOf(reading, '--rank') },
    { key: 'targets', value: textsOf(reading, '--target-modules') },
  ]);
}

const methodBlock = (kind: string, entries: readonly Entry[] = []): Block => ({
  flow: true,
  entries: [{ key: 'kind', value: kind }, ...entries],
});

/** Where upstream's script has the released adapter (ipadapter/train_ipadapter.sh, commit 368280e). */
const PUBLIC_ADAPTER = /^(?:\.\/)?ckpts\/t2i\/model\/ipa\.pt$/;

/** The adapter to go on from; its file is read with `--resume-ipa` only (hydit/utils/tools.py:209, commit 368280e). */
function adapterOf(reading: Reading): string {
  const root = valueOf(reading, '--resume-ipa-root');
  if (!given(reading, '--resume-ipa') || typeof root !== 'string') return 'none';
  return PUBLIC_ADAPTER.test(root) ? 'public' : withFolder(root);
}

/** Of two image sizes the trainer takes the first (hydit/train_deepspeed.py:295, commit 368280e). */
function resolutionOf(reading: Reading): Block {
  const [side = 1024] = [valueOf(reading, '--image-size')].flat().map(Number);
  if (!given(reading, '--multireso'))
    return {
      flow: true,
      entries: [
        { key: 'kind', value: 'single' },
        { key: 'size', value: side },
      ],
    };
  const ratios = textsOf(reading, '--target-ratios').map((ratio) => ratio.replace(':', '/'));
  const step = valueOf(reading, '--reso-step');
  return {
    flow: true,
    entries: [
      { key: 'kind', value: 'multi' },
      { key: 'base', value: side },
      ratios.length > 0
        ? { key: 'ratios', value: ratios }
        : { key: 'step', value: typeof step === 'number' ? step : undefined },
    ],
  };
}

/** Name of the run without what the trainer needs in it (T1). */
export function nameOf(reading: Reading): string {
  const flag = String(valueOf(reading, '--task-flag') ?? valueOf(reading, '--model'));
  const name = flag
    .replace(/^dit[-_ ](?=.)/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return name === '' ? 'imported' : name;
}
