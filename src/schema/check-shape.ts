import type { ErrorObject } from 'ajv';
import type { Diagnostic, Path, Span } from '../diagnostics/diagnostic.ts';
import { validateExperiment, validateMachine } from '../generated/validators.js';
import { locate } from '../source/locate.ts';
import { type Parsed, valueOf } from '../source/parse-yaml.ts';
import { isRecord } from './schema-at.ts';

const VALIDATORS = { experiment: validateExperiment, machine: validateMachine };

/** A value of the right shape with every default filled in, or what is wrong with it. */
export type Shape = { readonly value: unknown } | { readonly findings: readonly Diagnostic[] };

/** Checks a parsed file against the schema of its kind. The written value stays as it is. */
export async function checkShape(parsed: Parsed, kind: keyof typeof VALIDATORS): Promise<Shape> {
  const validate = VALIDATORS[kind];
  const value = valueOf(parsed);
  if (validate(value)) return { value };
  if (kind === 'experiment' && isMachineFile(valueOf(parsed))) return { findings: [machineFile(parsed)] };
  const errors = validate.errors ?? [];
  return { findings: await describeAll(errors, valueOf(parsed), kind, (path, blame) => locate(parsed, path, blame)) };
}

/** Whether a file has nothing but a block `machine`, which an experiment has beside much else. */
const isMachineFile = (value: unknown): boolean =>
  isRecord(value) &&
  isRecord(value['machine']) &&
  Object.keys(value).every((key) => key === 'ditc' || key === 'machine');

const machineFile = (parsed: Parsed): Diagnostic => ({
  code: 'schema/missing-key',
  severity: 'error',
  message: 'this is a machine file, and no experiment',
  path: [],
  span: locate(parsed, [], 'value'),
  help: 'An experiment names it under `machine`, or a command does: `ditc check EXPERIMENT --machine FILE`.',
});

/** What else is wrong in a file whose words have errors: the schema's findings about other places. */
export async function checkBeside(parsed: Parsed, kind: keyof typeof VALIDATORS): Promise<readonly Diagnostic[]> {
  if (!parsed.isWhole) return [];
  const shape = await checkShape(parsed, kind);
  return 'findings' in shape ? withoutFaults(shape.findings, parsed) : [];
}

/** Findings at words that have no error of YAML: of a word that is misread, the schema would say the same again. */
export const withoutFaults = (
  findings: readonly Diagnostic[],
  { findings: faults }: Parsed,
): readonly Diagnostic[] =>
  findings.filter(({ span }) => !faults.some((fault) => span.start < fault.span.end && fault.span.start < span.end));

/** The same for a value that is not a file as it stands; `place` knows where its parts are written. The value stays as it is. */
export async function checkValue(value: unknown, kind: keyof typeof VALIDATORS, place: Place): Promise<Shape> {
  const validate = VALIDATORS[kind];
  const filled = structuredClone(value);
  if (validate(filled)) return { value: filled };
  return { findings: await describeAll(validate.errors ?? [], value, kind, place) };
}

/** Where a value or its key is written. */
type Place = (path: Path, blame: 'key' | 'value') => Span;

async function describeAll(
  errors: readonly ErrorObject[],
  written: unknown,
  kind: keyof typeof VALIDATORS,
  place: Place,
): Promise<Diagnostic[]> {
  // A correct file never loads the words for wrong ones.
  const { describeErrors } = await import('./describe-error.ts');
  const { schemas } = await import('./schemas.ts');
  return describeErrors(errors, schemas[kind], written).map(
    ({ code, message, help, path, blame, meant }) => {
      const span = place(path, blame);
      const fix = meant !== undefined && {
        fix: { title: `write \`${meant}\``, edits: [{ start: span.start, end: span.end, text: meant }] },
      };
      return { code, severity: 'error', message, path, span, help, ...fix };
    },
  );
}
