import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { code } from '../../schema/wording.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import { type Block, judgeKind, judgeUnknown, sayAt, sexagesimals } from './recipe.ts';

export const MULTIRESO_KEYS = [
  'src',
  'base_size',
  'reso_step',
  'target_ratios',
  'align',
  'min_size',
  'md5_file',
];
const MEANT = {
  source: 'src',
  sources: 'src',
  base: 'base_size',
  ratios: 'target_ratios',
  step: 'reso_step',
};
/** Of the trainer's buckets and the default of `idk` (hydit/train_deepspeed.py:294-302, commit 368280e). */
const ALIGN = 16;
const STOPS = 'IndexKits stops, or counts with it as it is. Correct the value.';

/** A recipe of `idk multireso` (IndexKits/index_kits/dataset/make_dataset_core.py `make_multireso`, commit 368280e). */
export function judgeMultireso(block: Block): readonly Diagnostic[] {
  return [
    ...judgeUnknown(block, 'a recipe of `idk multireso`', MULTIRESO_KEYS, MEANT),
    ...judgeKind(block, 'src', 'text or list', STOPS),
    ...['base_size', 'reso_step', 'align', 'min_size'].flatMap((key) => judgeKind(block, key, 'int', STOPS)),
    ...judgeKind(block, 'target_ratios', 'list', STOPS),
    ...judgeKind(block, 'md5_file', 'text', STOPS),
    ...judgeRatios(block),
    ...judgeSizes(block),
  ];
}

function judgeRatios(block: Block): readonly Diagnostic[] {
  const ratios = block.value['target_ratios'];
  if (!Array.isArray(ratios)) return [];
  const numbers = sexagesimals(block, 'target_ratios');
  const sources = numbers.map(({ source }) => source);
  const wrong = ratios.flatMap((ratio: unknown, each) =>
    typeof ratio === 'string' && (/^[1-9]\d*:[1-9]\d*$/.test(ratio) || sources.includes(ratio))
      ? []
      : [sayAt(block, ['target_ratios', each], 'value', badRatio(ratio))],
  );
  return [
    ...numbers.map((item) =>
      findingAt(
        block.parsed.file,
        item.range?.[0] ?? 0,
        item.range?.[1] ?? 0,
        readAsNumber(item.source ?? ''),
      ),
    ),
    ...wrong,
    ...(Object.hasOwn(block.value, 'reso_step') ? [sayAt(block, ['reso_step'], 'key', STEP_IGNORED)] : []),
  ];
}

const badRatio = (ratio: unknown): Saying => ({
  code: 'idk/ratio',
  message: `${code(ratio)} is no ratio`,
  help: 'A ratio is height to width in whole numbers, in quotes: `"4:3"`.',
});

const readAsNumber = (text: string): Saying => ({
  code: 'idk/ratio',
  message: `${code(text)} is read as the number ${text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)}`,
  help: 'IndexKits reads YAML 1.1, where digits with colons are a number to the base 60, and stops at it. Quote the ratio.',
  replacement: `"${text}"`,
});

const STEP_IGNORED: Saying = {
  code: 'idk/step-ignored',
  severity: 'warning',
  message: '`reso_step` is ignored beside `target_ratios`',
  help: 'Buckets are made by ratios where there are any. Delete one of the two.',
};

/** The sizes of buckets and pictures, which follow from `base_size`. */
function judgeSizes(block: Block): readonly Diagnostic[] {
  const base = block.value['base_size'];
  if (typeof base !== 'number') return [];
  return [
    ...judgeBaseSize(block, base),
    ...(Object.hasOwn(block.value, 'target_ratios') ? judgeAlign(block) : judgeStep(block, base)),
    ...judgeMinSize(block, base),
  ];
}

function judgeBaseSize(block: Block, base: number): readonly Diagnostic[] {
  const { align = ALIGN } = block.value;
  if (typeof align !== 'number' || base % align === 0) return [];
  return [
    sayOfSize(block, 'base_size', `\`base_size\` is no multiple of ${align}`, 'IndexKits stops at it.'),
  ];
}

function judgeStep(block: Block, base: number): readonly Diagnostic[] {
  const step = block.value['reso_step'];
  if (typeof step !== 'number') return [];
  const say = (message: string, help: string): Diagnostic => sayOfSize(block, 'reso_step', message, help);
  return [
    ...(step > base / 2 ? [say(`\`reso_step\` is more than half of ${base}`, 'IndexKits stops at it.')] : []),
    ...(step <= 0
      ? [say(`\`reso_step\` is ${step}`, 'IndexKits adds buckets without end. Write 16 or more.')]
      : []),
    ...(step % 16 !== 0
      ? [
          say(
            '`reso_step` is no multiple of 16',
            'The model works in steps of 16 pixels and stops at pictures of other sizes.',
          ),
        ]
      : []),
  ];
}

/** Of buckets that are made by ratios. */
function judgeAlign(block: Block): readonly Diagnostic[] {
  const { align = ALIGN } = block.value;
  if (typeof align !== 'number' || align === ALIGN) return [];
  const help =
    'By ratios it makes other buckets than those that the trainer knows, and training ends at the first picture of one. Delete it.';
  return [sayOfSize(block, 'align', `\`align\` is ${align}, and the trainer has ${ALIGN}`, help)];
}

function judgeMinSize(block: Block, base: number): readonly Diagnostic[] {
  const least = block.value['min_size'];
  if (least !== undefined && least !== 0) return [];
  return [
    sayAt(block, ['base_size'], 'key', {
      code: 'idk/size',
      severity: 'warning',
      message: `pictures below ${base} are enlarged, as there is no \`min_size\``,
      help: `Enlarged pictures train blur, unless the filters of \`idk base\` leave them out. Write \`min_size: ${base}\`, or a size that you accept.`,
    }),
  ];
}

const sayOfSize = (block: Block, key: string, message: string, help: string): Diagnostic =>
  sayAt(block, [key], 'value', { code: 'idk/size', message, help });
