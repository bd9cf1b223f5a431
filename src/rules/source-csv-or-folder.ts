import { defineRule } from './rule.ts';

export const sourceCsvOrFolder = defineRule({
  id: 'source-csv-or-folder',
  severity: 'error',
  summary: 'A source is one CSV file or one folder, and only a CSV states its rows.',
  source: 'The language: a source has one origin; the packer reads it',
  traps: [],
  messages: {
    neither: (p: { name: string }) => ({
      message: `source \`${p.name}\` has neither \`csv\` nor \`folder\``,
      help: 'Write `csv` with the path of a CSV file, or `folder` with a folder of images and `.txt` captions.',
    }),
    both: (p: { name: string }) => ({
      message: `source \`${p.name}\` has both \`csv\` and \`folder\``,
      help: 'Make two sources of it, each with its own name.',
    }),
    rowsOfFolder: (p: { name: string; rows: number }) => ({
      message: `source \`${p.name}\` is a folder and states ${p.rows} \`rows\``,
      help: '`rows` promises the number of records of a CSV. Delete it; the build counts the images of a folder.',
    }),
  },
  check({ experiment, report }) {
    for (const [name, source] of Object.entries(experiment.data.sources)) {
      const at = ['data', 'sources', name];
      const { csv, folder, rows } = source;
      if (csv === undefined && folder === undefined) report('neither', { at, with: { name }, key: true });
      else if (csv !== undefined && folder !== undefined)
        report('both', { at: [...at, 'folder'], with: { name }, key: true });
      else if (folder !== undefined && rows !== undefined)
        report('rowsOfFolder', { at: [...at, 'rows'], with: { name, rows }, key: true });
    }
  },
});
