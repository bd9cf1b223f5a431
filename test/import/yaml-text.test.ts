import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlLines } from '../../src/import/yaml-text.ts';
import { decode } from '../../src/source/decode.ts';

it('writes any text so that a check may read it, and finds it there again', () => {
  for (let code = 0; code < 0x1_0000; code += 1) {
    // Halves of a surrogate pair are no characters.
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const text = `a${String.fromCodePoint(code)}b`;
    const yaml = yamlLines({ entries: [{ key: 'name', value: text }] }).join('\n');
    const decoded = decode('a.yaml', Buffer.from(yaml));
    expect(decoded).toEqual({ text: yaml });
    expect(parse(yaml)).toEqual({ name: text });
  }
});
