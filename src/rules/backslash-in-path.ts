import { defineRule } from './rule.ts';
import { experimentPaths, machinePaths } from './written-paths.ts';

export const backslashInPath = defineRule({
  id: 'backslash-in-path',
  severity: 'warning',
  summary: 'Paths are written with `/`, which every system reads.',
  source: 'POSIX: a backslash is a letter like any other in a file name',
  traps: [],
  messages: {
    backslash: (p: { path: string; better: string; drive: boolean }) => ({
      message: `\`${p.path}\` is written with backslashes`,
      help: `Where it trains they are part of the name. ${p.drive ? 'A drive letter means nothing there either: write a path relative to the file.' : `Write \`${p.better}\`.`}`,
    }),
  },
  check({ experiment, report }) {
    for (const { path, at } of [...experimentPaths(experiment), ...machinePaths(experiment)]) {
      if (!path.includes('\\')) continue;
      const better = path.replaceAll('\\', '/');
      const drive = /^[A-Za-z]:/.test(path);
      report('backslash', { at, with: { path, better, drive }, ...(!drive && { replacement: better }) });
    }
  },
});
