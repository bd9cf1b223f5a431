import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { SchemaNode } from './types-schema.ts';

const VOCABULARY = [
  'errorMessage',
  'patternErrorMessage',
  'markdownDescription',
  'markdownEnumDescriptions',
  'defaultSnippets',
];

/** The validators of the experiment file and of the machine file as one ES module without imports. */
export function generateValidators(experiment: SchemaNode, machine: SchemaNode): string {
  const ajv = new Ajv2020({
    schemas: [experiment, machine],
    allErrors: true,
    useDefaults: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    messages: false,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addVocabulary(VOCABULARY);
  const code = standalone.default(ajv, {
    validateExperiment: String(experiment['$id']),
    validateMachine: String(machine['$id']),
  });
  // Only minLength/maxLength and const/enum/uniqueItems on maps need a helper of Ajv at run time; `pattern` does not.
  const helper = /require\("[^"]*"\)/.exec(code);
  if (helper) throw new Error(`the validator needs ${helper[0]}: say it with \`pattern\``);
  return code;
}

/** Declarations for the generated module. */
export const VALIDATORS_DTS = `import type { ErrorObject } from 'ajv';
interface Validator {
  /** Fills defaults into \`value\`; \`errors\` holds what is wrong with it. */
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}
export declare const validateExperiment: Validator;
export declare const validateMachine: Validator;
`;
