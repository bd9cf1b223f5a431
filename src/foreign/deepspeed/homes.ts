import { closedBlocks, type Field, openBlocks, topKeys } from '../../generated/deepspeed-keys.ts';

/** Names that are seen in public files, upstream's own among them (hydit/ds_config.py), and the key that is meant. */
export const MISNOMERS: Readonly<Record<string, string>> = {
  offload_parameter: 'offload_param',
  offload_parameters: 'offload_param',
  offload_params: 'offload_param',
  optimizer_offload: 'offload_optimizer',
  micro_batch_size: 'train_micro_batch_size_per_gpu',
  micro_batch_size_per_gpu: 'train_micro_batch_size_per_gpu',
  train_micro_batch_size: 'train_micro_batch_size_per_gpu',
  accumulation_steps: 'gradient_accumulation_steps',
  max_grad_norm: 'gradient_clipping',
  grad_clip: 'gradient_clipping',
  zero_stage: 'stage',
  lr_scheduler: 'scheduler',
};

/** Where each key may stand, as dotted paths; a key of the top level is its own. */
const homes: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>();
  const add = (key: string, home: string): void => void found.set(key, [...(found.get(key) ?? []), home]);
  const enter = (keys: Readonly<Record<string, Field>>, above: string): void => {
    for (const [key, field] of Object.entries(keys)) {
      add(key, `${above}.${key}`);
      if (field.keys) enter(field.keys, `${above}.${key}`);
    }
  };
  for (const key of topKeys) add(key, key);
  for (const [name, { keys }] of Object.entries(closedBlocks)) enter(keys, name);
  for (const [name, keys] of Object.entries(openBlocks)) for (const key of keys) add(key, `${name}.${key}`);
  return found;
})();

/** The one place where a key is read, when there is one and it is not the one at hand. */
export function homeOf(key: string, here: string): string | undefined {
  const all = homes.get((Object.hasOwn(MISNOMERS, key) ? MISNOMERS[key] : undefined) ?? key) ?? [];
  const others = all.filter((home) => home !== here);
  // The top level and the blocks of the machine come before those of rare tools.
  return all.length === others.length
    ? others.length === 1
      ? others[0]
      : others.find((home) => !home.includes('.'))
    : undefined;
}
