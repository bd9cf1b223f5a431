import type { Experiment } from '../../experiment/experiment.ts';
import { linearModules } from '../../memory/linear-modules.ts';
import type { Tensors } from './read-tensors.ts';

/** A released architecture. v1.0 and v1.1 have the same tensors. */
export interface Architecture {
  readonly version: Experiment['model']['version'];
  readonly size: Experiment['model']['size'];
}

const KNOWN: readonly Architecture[] = [
  { version: 'v1.2', size: 'g/2' },
  { version: 'v1.1', size: 'g/2' },
  { version: 'v1.2', size: 'XL/2' },
  { version: 'v1.1', size: 'XL/2' },
];

/** What the tensors of a file belong to, in words, and whether it is what was asked for. */
export interface Verdict {
  readonly isWanted: boolean;
  readonly what: string;
}

/** Tells what a file of weights holds from the names and shapes of its tensors. */
export function judgeTensors({ shapes }: Pick<Tensors, 'shapes'>, wanted: Architecture): Verdict {
  const difference = firstDifference(shapes, wanted);
  if (difference === undefined) return { isWanted: true, what: architectureText(wanted) };
  const other = KNOWN.find((known) => firstDifference(shapes, known) === undefined);
  if (other) return { isWanted: false, what: architectureText(other) };
  return { isWanted: false, what: foreignText([...shapes.keys()]) ?? difference };
}

/** The first linear layer whose weights the file lacks, or has in another shape. */
function firstDifference(shapes: Tensors['shapes'], { size, version }: Architecture): string | undefined {
  for (const { name, in: from, out } of linearModules(size, version)) {
    const shape = shapes.get(`${name}.weight`);
    if (shape === undefined) return `no tensor \`${name}.weight\``;
    if (shape.length !== 2 || shape[0] !== out || shape[1] !== from)
      return `\`${name}.weight\` of ${shape.join(' × ')} where the model has ${out} × ${from}`;
  }
  return undefined;
}

const architectureText = ({ version, size }: Architecture): string =>
  `HunyuanDiT ${version === 'v1.2' ? version : 'v1.0 or v1.1'} ${size}`;

/** Files that are taken for weights, by what only their names have in them (PEFT; hydit/modules/controlnet.py; diffusers' HunyuanDiT2DModel). */
function foreignText(names: readonly string[]): string | undefined {
  const has = (part: string): boolean => names.some((name) => name.includes(part));
  if (names.length === 0) return 'no tensors';
  if (has('lora_A.') || has('lora_down.')) return 'a LoRA, not the model that it is put on';
  if (has('after_proj_list.')) return 'a ControlNet, not the model that it is put on';
  if (has('attn1.to_q.')) return 'HunyuanDiT in the form of diffusers, whose tensors have other names';
  return undefined;
}
