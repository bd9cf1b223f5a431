import { defineRule } from './rule.ts';
import { isMisspelled } from './written-paths.ts';

export const sourceMissing = defineRule({
  id: 'source-missing',
  severity: 'error',
  summary: 'The file or folder of every source is there.',
  source:
    'HunyuanDiT 368280e, IndexKits/index_kits/dataset/config_parse.py: a pattern without files is a line in the log',
  traps: ['T110', 'T123'],
  messages: {
    missing: (p: { path: string; what: string }) => ({
      message: `there is no ${p.what} \`${p.path}\``,
      help: 'The path is relative to the experiment file. Correct it, or bring the data there.',
    }),
    unreadable: (p: { path: string }) => ({
      message: `\`${p.path}\` may not be read`,
      help: 'Look at the permissions of the path and of the folders above it.',
    }),
    notAFile: (p: { path: string }) => ({
      message: `\`${p.path}\` is a folder, not a CSV file`,
      help: 'Name the CSV file in it, or write `folder` instead of `csv` if the captions lie in `.txt` files beside the images.',
    }),
    notAFolder: (p: { path: string }) => ({
      message: `\`${p.path}\` is a file, not a folder`,
      help: 'Write `csv` instead of `folder` if it is a CSV, or name the folder that the images are in.',
    }),
  },
  check({ experiment, facts, report }) {
    for (const [name, { csv, folder }] of Object.entries(experiment.data.sources)) {
      const status = facts.sources[name]?.status;
      const path = csv ?? folder;
      if (status === undefined || path === undefined || isMisspelled(path)) continue;
      const what = csv === undefined ? 'folder' : 'file';
      const at = ['data', 'sources', name, csv === undefined ? 'folder' : 'csv'];
      if (status === 'missing') report('missing', { at, with: { path, what } });
      else if (status === 'unreadable') report('unreadable', { at, with: { path } });
      else if (status !== what) report(what === 'file' ? 'notAFile' : 'notAFolder', { at, with: { path } });
    }
  },
});
