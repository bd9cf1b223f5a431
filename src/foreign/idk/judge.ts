import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { parseYaml, valueOf } from '../../source/parse-yaml.ts';
import { BASE_KEYS, judgeBase } from './base.ts';
import { judgeMultireso, MULTIRESO_KEYS } from './multireso.ts';
import { type Block, isBlock } from './recipe.ts';

/** Whether a YAML is a recipe of IndexKits, by its top keys; an experiment has others, and `ditc` before all. */
export function isRecipe(path: string, text: string): boolean {
  const keys = [...text.matchAll(/^([a-z_0-9]+)[ \t]*:/gm)].map(([, key]) => key ?? '');
  const known = [...MULTIRESO_KEYS, ...BASE_KEYS];
  return /\.ya?ml$/i.test(path) && !keys.includes('ditc') && keys.some((key) => known.includes(key));
}

/** Findings about a recipe of `idk base` or, when it has a size for buckets, `idk multireso`. */
export function judgeRecipe(file: SourceFile): readonly Diagnostic[] {
  const parsed = parseYaml(file);
  // What YAML 1.1 reads otherwise is judged below: these files are read by PyYAML only.
  const errors = parsed.findings.filter(
    ({ severity, code }) => severity === 'error' && code !== 'yaml/ambiguous-word',
  );
  if (errors.length > 0) return errors;
  const value = valueOf(parsed);
  if (!isBlock(value)) return [];
  const block: Block = { parsed, path: [], value };
  const isMultireso =
    ['base_size', 'reso_step', 'target_ratios', 'src', 'min_size'].some((key) => Object.hasOwn(value, key)) &&
    !isBlock(value['filter']);
  return isMultireso ? judgeMultireso(block) : judgeBase(block);
}
