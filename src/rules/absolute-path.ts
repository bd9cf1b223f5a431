import { posix } from 'node:path';
import { defineRule } from './rule.ts';
import { experimentPaths } from './written-paths.ts';

export const absolutePath = defineRule({
  id: 'absolute-path',
  severity: 'info',
  summary: 'The experiment names no place of one machine.',
  source: 'The language: science in the experiment, place in `machine`',
  traps: [],
  messages: {
    absolute: (p: { path: string }) => ({
      message: `\`${p.path}\` exists on one machine only`,
      help: 'A colleague who reads this file has another disk. Write a path relative to the file, and the place of images as `machine.data_root`.',
    }),
  },
  check({ experiment, report }) {
    for (const { path, at } of experimentPaths(experiment))
      if (posix.isAbsolute(path)) report('absolute', { at, with: { path } });
  },
});
