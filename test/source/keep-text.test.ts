import { describe, expect, it } from 'vitest';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { parseYaml, valueOf } from '../../src/source/parse-yaml.ts';

const read = (text: string) => {
  const parsed = parseYaml(makeSourceFile('machine.yaml', text));
  return { value: valueOf(parsed), codes: parsed.findings.map(({ code }) => code) };
};

describe('a number in the environment', () => {
  it.each(['1', '1.0', '1.10', '0x10', '+5', '.5', '1e5', '1.0e+5', '12345678901234567890', '.inf'])(
    'is passed on as it is written: %s',
    (text) => {
      expect(read(`machine: {env: {X: ${text}}}`)).toEqual({
        value: { machine: { env: { X: text } } },
        codes: [],
      });
      expect(read(`machine.env.X: ${text}\n`)).toEqual({ value: { 'machine.env.X': text }, codes: [] });
    },
  );

  it.each(['007', 'on', 'yes', '0o17'])('has to be quoted where readers differ: %s', (text) => {
    expect(read(`machine: {env: {X: ${text}}}`).codes).toHaveLength(1);
    expect(read(`machine: {env: {X: '${text}'}}`)).toEqual({
      value: { machine: { env: { X: text } } },
      codes: [],
    });
  });

  it('is one everywhere else', () => {
    expect(read('machine: {nodes: 0x10, launch: {env: 1.0}}\nenv: {X: 2.0}\n').value).toEqual({
      machine: { nodes: 16, launch: { env: 1 } },
      env: { X: 2 },
    });
  });
});
