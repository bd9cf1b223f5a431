import type { SchemaNode } from './types-schema.ts';

/** `src/generated/slurm-patterns.ts`: the forms of Slurm's values, for code that writes an experiment without validating it. */
export function generateSlurmPatterns({ $defs = {} }: SchemaNode): string {
  const nodes = {
    SLURM_TIME: $defs['SlurmTime'],
    SLURM_NAME: $defs['SlurmName'],
    SLURM_CONSTRAINT: $defs['SlurmLaunch']?.properties?.['constraint'],
  };
  return Object.entries(nodes)
    .map(([name, node]) => {
      const pattern = node?.['pattern'];
      if (typeof pattern !== 'string') throw new Error(`the schema has no pattern for ${name}`);
      return `export const ${name} = ${new RegExp(pattern, 'u')};\n`;
    })
    .join('');
}
