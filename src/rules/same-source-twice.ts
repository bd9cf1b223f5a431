import { posix } from 'node:path';
import { defineRule } from './rule.ts';

export const sameSourceTwice = defineRule({
  id: 'same-source-twice',
  severity: 'warning',
  summary: 'No two sources read the same file or folder.',
  source:
    'HunyuanDiT 368280e, IndexKits/index_kits/dataset/config_parse.py:11-41 lists an Arrow file as often as a pattern matches it',
  traps: ['T121'],
  messages: {
    same: (p: { name: string; other: string; path: string; times: number }) => ({
      message: `sources \`${p.other}\` and \`${p.name}\` both read \`${p.path}\``,
      help: `Each of its rows would be packed twice and trained ${p.times} times an epoch. To use rows more often, write \`times: ${p.times}\` in one source.`,
    }),
  },
  check({ experiment: { data }, report }) {
    const owners = new Map<string, { name: string; times: number }>();
    for (const [name, { csv, folder, times }] of Object.entries(data.sources)) {
      const path = csv ?? folder;
      if (path === undefined) continue;
      const key = posix.normalize(path).replace(/\/$/, '');
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, { name, times });
      else {
        const at = ['data', 'sources', name, csv === undefined ? 'folder' : 'csv'];
        report('same', { at, with: { name, other: owner.name, path, times: owner.times + times } });
      }
    }
  },
});
