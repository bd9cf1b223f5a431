import type { Experiment } from '../experiment/experiment.ts';
import { type Dimensions, dimensionsOf } from './dimensions.ts';

/** A linear layer by the name that `named_modules` gives it, with the sizes of its input and output. */
export interface LinearModule {
  readonly name: string;
  readonly in: number;
  readonly out: number;
}

/** Width of one size condition and of the sinusoidal timestep, and how many sizes there are. */
const EMBEDDING = 256;
const SIZE_CONDITIONS = 6;

/** Lists by size and version: several rules and sums ask for the same one. */
const known = new Map<string, readonly LinearModule[]>();

/** Every linear layer of the model, in its order (hydit/modules/models.py, poolers.py, attn_layers.py, commit 368280e). */
export function linearModules(
  size: Experiment['model']['size'],
  version: Experiment['model']['version'],
): readonly LinearModule[] {
  const key = `${size} ${version}`;
  const modules = known.get(key) ?? listModules(size, version);
  known.set(key, modules);
  return modules;
}

function listModules(
  size: Experiment['model']['size'],
  version: Experiment['model']['version'],
): readonly LinearModule[] {
  const dimensions = dimensionsOf(size, version);
  const blocks = Array.from({ length: dimensions.depth }, (_, index) => blockModules(index, dimensions));
  return [...embedderModules(dimensions), ...blocks.flat(), ...finalModules(dimensions)];
}

/** Whether a layer gets an update by a target: its name is the target, or ends with a dot and the target, as PEFT matches a list. */
export function isTarget(target: string, name: string): boolean {
  return name.endsWith(target) && (name.length === target.length || name.at(-target.length - 1) === '.');
}

/** The modules that get an update by any of the targets. */
export function matchTargets<Module extends { readonly name: string }>(
  targets: readonly string[],
  modules: readonly Module[],
): readonly Module[] {
  return modules.filter(({ name }) => targets.some((target) => isTarget(target, name)));
}

const updated = new Map<string, readonly LinearModule[]>();

/** The modules of a model that get an update; remembers them, for the sums ask again and again. */
export function updatedModules(
  { size, version }: Pick<Experiment['model'], 'size' | 'version'>,
  targets: readonly string[],
): readonly LinearModule[] {
  const key = `${size} ${version} ${targets.join(' ')}`; // a target has no spaces
  const modules = updated.get(key) ?? matchTargets(targets, linearModules(size, version));
  updated.set(key, modules);
  return modules;
}

function embedderModules({ hidden, textDim, t5Dim, conditions }: Dimensions): readonly LinearModule[] {
  const extra = conditions ? textDim + SIZE_CONDITIONS * EMBEDDING + hidden : textDim;
  return [
    { name: 'mlp_t5.0', in: t5Dim, out: 4 * t5Dim },
    { name: 'mlp_t5.2', in: 4 * t5Dim, out: textDim },
    { name: 'pooler.k_proj', in: t5Dim, out: t5Dim },
    { name: 'pooler.q_proj', in: t5Dim, out: t5Dim },
    { name: 'pooler.v_proj', in: t5Dim, out: t5Dim },
    { name: 'pooler.c_proj', in: t5Dim, out: textDim },
    { name: 't_embedder.mlp.0', in: EMBEDDING, out: hidden },
    { name: 't_embedder.mlp.2', in: hidden, out: hidden },
    { name: 'extra_embedder.0', in: extra, out: 4 * hidden },
    { name: 'extra_embedder.2', in: 4 * hidden, out: hidden },
  ];
}

function blockModules(index: number, { hidden, mlp, textDim, depth }: Dimensions): readonly LinearModule[] {
  const skips = index > Math.floor(depth / 2);
  const layers: readonly (readonly [string, number, number])[] = [
    ['attn1.Wqkv', hidden, 3 * hidden],
    ['attn1.out_proj', hidden, hidden],
    ['mlp.fc1', hidden, mlp],
    ['mlp.fc2', mlp, hidden],
    ['default_modulation.1', hidden, hidden],
    ['attn2.q_proj', hidden, hidden],
    ['attn2.kv_proj', textDim, 2 * hidden],
    ['attn2.out_proj', hidden, hidden],
    ...(skips ? [['skip_linear', 2 * hidden, hidden] as const] : []),
  ];
  return layers.map(([name, from, to]) => ({ name: `blocks.${index}.${name}`, in: from, out: to }));
}

function finalModules({ hidden, patch, outChannels }: Dimensions): readonly LinearModule[] {
  return [
    { name: 'final_layer.linear', in: hidden, out: patch * patch * outChannels },
    { name: 'final_layer.adaLN_modulation.1', in: hidden, out: 2 * hidden },
  ];
}
