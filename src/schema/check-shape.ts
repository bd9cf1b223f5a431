import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { validateExperiment, validateMachine } from '../generated/validators.js';
import { locate } from '../source/locate.ts';
import type { Parsed } from '../source/parse-yaml.ts';

const VALIDATORS = { experiment: validateExperiment, machine: validateMachine };

/** A value of the right shape with every default filled in, or what is wrong with it. */
export type Shape = { readonly value: unknown } | { readonly findings: readonly Diagnostic[] };

/** Checks a parsed file against the schema of its kind. The written value stays as it is. */
export async function checkShape(parsed: Parsed, kind: keyof typeof VALIDATORS): Promise<Shape> {
  const validate = VALIDATORS[kind];
  const value = structuredClone(parsed.value);
  if (validate(value)) return { value };
  return { findings: await describeAll(validate.errors ?? [], parsed, kind) };
}

async function describeAll(
  errors: readonly ErrorObject[],
  parsed: Parsed,
  kind: keyof typeof VALIDATORS,
): Promise<Diagnostic[]> {
  // A correct file never loads the words for wrong ones.
  const { describeErrors } = await import('./describe-error.ts');
  const { schemas } = await import('./schemas.ts');
  return describeErrors(errors, schemas[kind], parsed.value).map(
    ({ code, message, help, path, blame, meant }) => {
      const span = locate(parsed, path, blame);
      const fix = meant !== undefined && {
        fix: { title: `write \`${meant}\``, edits: [{ start: span.start, end: span.end, text: meant }] },
      };
      return { code, severity: 'error', message, path, span, help, ...fix };
    },
  );
}
