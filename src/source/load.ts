import { parseDocument } from 'yaml';
import { decode } from './decode.ts';
import { type Parsed, parseYaml } from './parse-yaml.ts';
import { readSource } from './read-source.ts';
import { makeSourceFile } from './source-file.ts';

/** Reads and parses one YAML file; `name` is how findings call it, `bytes` its content when it does not come from disk. */
export function load(path: string, name: string, bytes?: Uint8Array): Parsed {
  const decoded = decode(name, bytes ?? readSource(path, name));
  if ('text' in decoded) return parseYaml(makeSourceFile(name, decoded.text));
  const { finding } = decoded;
  return { file: finding.span.file, document: parseDocument(''), findings: [finding], isWhole: false };
}
