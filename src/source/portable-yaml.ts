import { isScalar, type Scalar } from 'yaml';
import type { Diagnostic, SourceFile } from '../diagnostics/diagnostic.ts';
import { findingAt, type Saying } from './finding.ts';
import type { Visited } from './walk.ts';

/** What a plain scalar must not look like, because YAML 1.1 (PyYAML) and 1.2 read it differently. */
interface Unportable {
  readonly pattern: RegExp;
  readonly code: string;
  readonly severity: 'error' | 'info';
  readonly say: (text: string) => {
    readonly message: string;
    readonly help: string;
    readonly replacement?: string;
  };
}

const TABLE: readonly Unportable[] = [
  {
    // PyYAML's resolver wants a point before the exponent and a sign in it.
    pattern: /^[-+]?(\d+[eE][-+]?\d+|(\d+\.\d*|\.\d+)[eE]\d+)$/,
    code: 'yaml/portable-number',
    severity: 'info',
    say: (text) => ({
      message: `PyYAML reads \`${text}\` as text, not as a number`,
      help: `Write \`${portableNumber(text)}\`, which every reader takes for a number.`,
      replacement: portableNumber(text),
    }),
  },
  {
    pattern: /^[-+]?\d+(:[0-5]?\d)+$/,
    code: 'yaml/portable-text',
    severity: 'info',
    say: (text) => ({
      message: `PyYAML reads \`${text}\` as a number to the base 60`,
      help: `Write \`'${text}'\` in quotes.`,
      replacement: `'${text}'`,
    }),
  },
  {
    pattern: /^[-+]?0\d+$|^0o[0-7]+$/,
    code: 'yaml/leading-zero',
    severity: 'error',
    say: (text) => ({
      message: `\`${text}\` is octal for some readers and decimal for others`,
      help: `Write \`${text.replace(/^([-+]?)0o?0*(?=\d)/, '$1')}\` for a decimal number, or quote it when it is text.`,
    }),
  },
  {
    pattern: /^(yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
    code: 'yaml/ambiguous-word',
    severity: 'error',
    say: (text) => ({
      message: `\`${text}\` is a boolean for some readers and text for others`,
      help: `Write \`${/^(yes|on)$/i.test(text) ? 'true' : 'false'}\`, or quote it when it is text.`,
    }),
  },
];

/** What most words are not: the rows are tried one by one only behind it. */
const ANY = new RegExp(TABLE.map(({ pattern }) => pattern.source).join('|'));

/** Plain scalars that readers of YAML 1.1 and 1.2 understand differently, numbers that no reader can hold, and merge keys. */
export function findUnportable(nodes: readonly Visited[], file: SourceFile): Diagnostic[] {
  return nodes.flatMap(({ node }) => (isScalar(node) ? (judge(node, file) ?? []) : []));
}

function judge({ range, type, source, value, tag }: Scalar, file: SourceFile): Diagnostic | undefined {
  if (type !== 'PLAIN' || source === undefined || !range || tag !== undefined) return undefined;
  const [start, end] = range;
  if (source === '<<') return findingAt(file, start, end, MERGE_KEY);
  if (typeof value === 'number' && !isHeld(value)) return findingAt(file, start, end, unheldNumber(source));
  if (!ANY.test(source)) return undefined;
  const row = TABLE.find(({ pattern }) => pattern.test(source));
  if (!row || (row.code === 'yaml/portable-number' && typeof value === 'string')) return undefined; // text all the same
  return findingAt(file, start, end, { code: row.code, severity: row.severity, ...row.say(source) });
}

const isHeld = (value: number): boolean =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

const unheldNumber = (source: string): Saying => ({
  code: 'yaml/number',
  message: /nan|inf/i.test(source)
    ? `\`${source}\` is not a number that can be used`
    : `\`${source}\` is larger than a number can be here`,
  help: 'Write a finite number; a whole number has 15 digits at most. Quote it when it is text.',
});

const MERGE_KEY: Saying = {
  code: 'yaml/merge-key',
  message: 'merge keys are not part of the language',
  help: 'PyYAML would merge here and YAML 1.2 does not. Write the keys out.',
};

/** `1e-4` → `1.0e-4`, `1.5E3` → `1.5e+3`: a number to every reader. */
export function portableNumber(text: string): string {
  const [mantissa = '', exponent = ''] = text.toLowerCase().split('e');
  const point = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
  return `${point.endsWith('.') ? `${point}0` : point}e${/^[-+]/.test(exponent) ? exponent : `+${exponent}`}`;
}
