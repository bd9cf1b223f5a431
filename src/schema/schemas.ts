import experiment from '../../schema/experiment.schema.json' with { type: 'json' };
import machine from '../../schema/machine.schema.json' with { type: 'json' };
import type { SchemaNode } from './schema-node.ts';

/** The schemas as they are published; the machine file borrows the definitions of the experiment file. */
export const schemas: Readonly<Record<'experiment' | 'machine', SchemaNode>> = {
  experiment: experiment as unknown as SchemaNode, // the file is the schema; TypeScript would infer a literal of it
  machine: {
    ...(machine as unknown as SchemaNode),
    $defs: experiment.$defs as unknown as Record<string, SchemaNode>,
  },
};
