import { DitcError } from '../errors.ts';
import { parseYaml, valueOf } from '../source/parse-yaml.ts';
import { makeSourceFile } from '../source/source-file.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Layer } from './layer.ts';

/** `path=value` of the command line as a layer; the value is read as YAML. Undefined without any. */
export function commandLayer(settings: readonly string[] | undefined): Layer | undefined {
  if (settings === undefined || settings.length === 0) return undefined;
  const lines = settings.map((setting) => {
    const [, path, value] = /^([\w.-]+)=(.*)$/s.exec(setting) ?? [];
    if (path === undefined || value === undefined || /[\r\n]/.test(value)) throw malformed(setting);
    return `${path}: ${value}\n`;
  });
  const parsed = parseYaml(makeSourceFile('--set', lines.join('')));
  if (hasErrors(parsed.findings)) throw malformed(settings.join(' '));
  return { kind: 'command', parsed, at: [], values: valueOf(parsed) as Record<string, unknown> }; // one key a line
}

const malformed = (setting: string): DitcError =>
  new DitcError('usage/set', `\`--set ${setting}\` cannot be read`, {
    help: 'Write a path and a value, as in `--set optimizer.lr=5.0e-5`; a text with special characters in quotes of YAML.',
  });
