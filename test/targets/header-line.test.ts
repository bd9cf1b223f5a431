import { describe, expect, it } from 'vitest';
import { headerLine, sourceOfHeader } from '../../src/targets/launch/header-line.ts';

describe('the line that says what a file was made from', () => {
  it.each([
    ['experiments/porcelain.yaml', 'porcelain.yaml'],
    ['青花: edit that file.yaml', '青花: edit that file.yaml'],
    ['two\nlines.yaml', 'two?lines.yaml'],
  ])('is read again in a script: %j', (source, name) => {
    expect(sourceOfHeader(`#!/usr/bin/env bash\n# ${headerLine(source)}\nset -eu\n`)).toBe(name);
  });

  it('stands in no other script', () => {
    expect(sourceOfHeader('#!/usr/bin/env bash\n# Written by hand.\n')).toBeUndefined();
  });
});
