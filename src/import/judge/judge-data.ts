import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { given, numberOf, placeOf, valueOf } from '../reading.ts';
import { finding, shown, sourceOf } from '../word.ts';
import type { Judged } from './judge.ts';

/** Index, image sizes and dropped text. */
export function judgeData(judged: Judged): readonly Diagnostic[] {
  return [...judgeIndex(judged), ...judgeSize(judged), ...judgeText(judged)];
}

function judgeIndex({ reading }: Judged): readonly Diagnostic[] {
  const setting = given(reading, '--index-file');
  if (setting === undefined)
    return reading.isRecord
      ? []
      : [
          finding(
            reading.place,
            'error',
            'index-missing',
            'there is no `--index-file`',
            'The trainer ends without one.',
          ),
        ];
  const { words } = setting;
  const [first, second] = words;
  const strange = words.find(({ text, unknown }) => !text.endsWith('.json') && unknown === undefined);
  const isRecipe = strange !== undefined && /\.(ya?ml|csv|txt|arrow)$/.test(strange.text);
  return [
    ...(strange === undefined
      ? []
      : [
          finding(
            sourceOf(strange),
            'error',
            'not-an-index',
            `${shown(strange.text)} is not an index`,
            isRecipe
              ? 'The trainer reads the JSON file that `idk` makes, not what it is made from.'
              : 'Every word up to the next flag is an index of its own. Quote a path with blanks.',
          ),
        ]),
    ...(given(reading, '--multireso') && first && second
      ? [
          finding(
            sourceOf(first),
            'error',
            'several-indexes',
            `\`--multireso\` takes one index, and there are ${words.length}`,
            'The trainer ends there.',
          ),
        ]
      : []),
  ];
}

function judgeSize({ reading }: Judged): readonly Diagnostic[] {
  const setting = given(reading, '--image-size');
  const sides = [valueOf(reading, '--image-size')].flat().map(Number);
  const [side = 1024, other = side] = sides;
  const [word] = setting?.words ?? [];
  const at = word && !reading.isRecord ? sourceOf(word) : placeOf(reading, '--image-size');
  const isMulti = given(reading, '--multireso') !== undefined;
  const unused = (['--reso-step', '--target-ratios'] as const).filter(
    (name) => !isMulti && given(reading, name),
  );
  return [
    ...(other === side
      ? []
      : [
          finding(
            at,
            isMulti ? 'warning' : 'error',
            'not-square',
            `of the sizes ${side} and ${other} the trainer takes the first: ${isMulti ? 'a base' : 'squares'} of ${side}`,
            isMulti
              ? 'The shapes of the buckets follow from their step or ratios.'
              : 'Other shapes need `resolution: {kind: multi, …}`.',
          ),
        ]),
    ...(side % 16 === 0
      ? []
      : [
          finding(
            at,
            'error',
            'not-whole-patches',
            `the image size ${side} cannot be divided by 16`,
            'The patches of the transformer do not cover it.',
          ),
        ]),
    ...(side < 768
      ? [
          finding(
            at,
            'warning',
            'small-images',
            `images of ${side} pixels are far from the 1024 of public weights`,
            'The model sees other positions than it was trained with.',
          ),
        ]
      : []),
    ...unused.map((name) =>
      finding(
        placeOf(reading, name),
        'warning',
        'no-effect',
        `\`${name}\` is given without \`--multireso\``,
        'It has no effect, and is not imported.',
      ),
    ),
  ];
}

function judgeText({ reading }: Judged): readonly Diagnostic[] {
  const clip = numberOf(reading, '--uncond-p');
  const t5 = numberOf(reading, '--uncond-p-t5');
  const clipGiven = given(reading, '--uncond-p');
  const t5Given = given(reading, '--uncond-p-t5');
  if (clip === t5 || (clipGiven === undefined) === (t5Given === undefined)) return [];
  const [has, hasNot, rest] = clipGiven
    ? ['--uncond-p', '--uncond-p-t5', t5]
    : ['--uncond-p-t5', '--uncond-p', clip];
  const at = reading.isRecord
    ? clipGiven
      ? '--uncond-p-t5'
      : '--uncond-p'
    : clipGiven
      ? '--uncond-p'
      : '--uncond-p-t5';
  const message = `\`${has}\` is set, and \`${hasNot}\` has its default ${rest}`;
  const help =
    'The text of one encoder is dropped more often than that of the other. The experiment has both as they are.';
  return [finding(placeOf(reading, at), 'warning', 'one-drop-set', message, help)];
}
