import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { given, numberOf, placeOf, type Reading, valueOf } from '../reading.ts';
import { finding, shown, sourceOf } from '../word.ts';
import type { Judged } from './judge.ts';
import { defaultOf, SHAPES } from './judge-weights.ts';

/** Whether flags, noise schedule and weights are of one version (T53, T54), and of the shape of public weights (T56, T140). */
export function judgeModel({ reading, launch }: Judged): readonly Diagnostic[] {
  return [
    ...judgeConditions({ reading, launch }),
    ...judgePositions({ reading, launch }),
    ...SHAPES.filter(
      (name) => given(reading, name) && String(valueOf(reading, name)) !== defaultOf(name),
    ).map((name) =>
      finding(
        placeOf(reading, name),
        'error',
        'other-shape',
        `\`${name}\` is ${String(valueOf(reading, name))}, and public weights have ${defaultOf(name)}`,
        'Weights of another shape cannot be loaded.',
      ),
    ),
    ...(given(reading, '--no-learn-sigma')
      ? [
          finding(
            placeOf(reading, '--no-learn-sigma'),
            'error',
            'other-shape',
            '`--no-learn-sigma` halves what the model gives, and public weights have it whole',
            'Weights of another shape cannot be loaded.',
          ),
        ]
      : []),
  ];
}

function judgeConditions({ reading }: Judged): readonly Diagnostic[] {
  const style = given(reading, '--use-style-cond');
  const size = given(reading, '--size-cond');
  const expected = (style ?? size) ? 0.03 : 0.018;
  const version = (style ?? size) ? 'v1.1' : 'v1.2';
  const beta = numberOf(reading, '--beta-end');
  const at = placeOf(reading, '--beta-end');
  return [
    ...(beta === expected
      ? []
      : [
          finding(
            at,
            'error',
            'noise-of-other-version',
            `\`--beta-end\` is ${beta}, and the model is one of ${version}, which has ${expected}`,
            `${expected === 0.03 ? 'Style and size conditions' : 'No style and size conditions'} make it ${version}. The experiment has the schedule of its version: when ${beta} was meant, it is the other version.`,
          ),
        ]),
    ...judgeFolder(reading, version),
    ...((style === undefined) === (size === undefined)
      ? []
      : [
          finding(
            (style ?? size)?.name.span ?? reading.place,
            'error',
            'half-conditions',
            'of `--use-style-cond` and `--size-cond` one is given',
            'v1.0 and v1.1 have both, v1.2 has neither: such weights do not fit.',
          ),
        ]),
    ...(size && !reading.isRecord
      ? [
          finding(
            size.name.span,
            'info',
            'size-condition',
            'of `--size-cond` only its presence counts in training',
            'Images use their own sizes.',
          ),
        ]
      : []),
  ];
}

/** The version that the path of the weights names: of the public folders only `model_v1_1` does (hydit/train_v1.1.sh:2, commit 368280e). */
function judgeFolder(reading: Reading, version: 'v1.1' | 'v1.2'): readonly Diagnostic[] {
  const [word] = given(reading, '--resume') ? (given(reading, '--resume-module-root')?.words ?? []) : [];
  const named = /(?:^|[^a-z0-9])v1[._]([012])(?![0-9])/i.exec(word?.text ?? '')?.[1];
  // The conditions of v1.0 and v1.1 are the same.
  if (word === undefined || named === undefined || (named === '2') === (version === 'v1.2')) return [];
  const message = `${shown(word.text)} is of v1.${named}, and the flags are those of ${named === '2' ? 'v1.0 and v1.1' : 'v1.2'}`;
  const help =
    named === '2'
      ? 'v1.2 has no style and size conditions: its weights do not fit. Leave `--use-style-cond` and `--size-cond` out.'
      : 'Such weights need `--use-style-cond --size-cond 1024 1024` and `--beta-end 0.03`, and do not fit without.';
  return [finding(sourceOf(word), 'error', 'weights-of-other-version', message, help)];
}

function judgePositions({ reading, launch }: Judged): readonly Diagnostic[] {
  const rope = valueOf(reading, '--rope-img');
  const lostAt = launch?.call.lost.findIndex(({ text }) => text === '--rope-img') ?? -1;
  const lost = launch?.call.lost[lostAt];
  const lostValue = launch?.call.lost[lostAt + 1]?.text;
  const missing = (['--rope-img', '--rope-real'] as const).filter((name) => !given(reading, name));
  const other = (at: Diagnostic['span'], text: string): Diagnostic =>
    finding(
      at,
      'warning',
      'other-positions',
      `\`--rope-img ${text}\` is not what public weights were trained with`,
      'It shifts every position. An experiment has `base512`.',
    );
  return [
    ...(typeof rope === 'string' && rope !== 'base512' ? [other(placeOf(reading, '--rope-img'), rope)] : []),
    ...(lost && lostValue !== undefined && lostValue !== 'base512' ? [other(lost.span, lostValue)] : []),
    ...(reading.isRecord
      ? []
      : missing.map((name) =>
          finding(
            reading.place,
            'error',
            'positions-missing',
            `there is no \`${name}\``,
            'The trainer ends at the first step without it.',
          ),
        )),
  ];
}
