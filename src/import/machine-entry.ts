import type { Devices } from './devices.ts';
import { environmentEntries } from './environment-entries.ts';
import { launchEntry } from './launch-entry.ts';
import { given, numberOf, type Reading, valueOf } from './reading.ts';
import type { Block, Entry } from './yaml-text.ts';

/** Where it runs. Which card that is, no launch says. */
export function machineEntry(reading: Reading, devices: Devices): Entry {
  const { nodes, gpusPerNode, environment } = devices;
  return {
    key: 'machine',
    value: {
      entries: [
        {
          key: 'gpu',
          value: 'A800-80GB',
          behind: 'a guess: a launch does not say which card; `ditc gpus` lists them',
        },
        {
          key: 'gpus_per_node',
          value: gpusPerNode ?? 1,
          ...(gpusPerNode === undefined
            ? { behind: 'not said: the launcher takes every GPU of the machine; `batch` follows from it' }
            : reading.isRecord &&
              gpusPerNode > 1 && { behind: 'all of the run; it does not say on how many nodes' }),
        },
        { key: 'nodes', value: nodes },
        { key: 'workers', value: numberOf(reading, '--num-workers') },
        { key: 'memory', value: memoryOf(reading) },
        ...launchEntry(devices),
        ...environmentEntries(environment),
      ],
    },
  };
}

function memoryOf(reading: Reading): Block {
  const rate = recomputedOf(reading);
  // Without `--infer-mode` the trainer takes flash attention, whatever `--no-flash-attn` says (T22).
  const isFlash = valueOf(reading, '--infer-mode') === 'fa' || valueOf(reading, '--use-flash-attn') === true;
  return {
    entries: [
      { key: 'zero', value: numberOf(reading, '--use-zero-stage') },
      { key: 'offload', value: given(reading, '--cpu-offloading') ? 'optimizer' : 'none' },
      { key: 'micro_batch', value: numberOf(reading, '--batch-size') },
      { key: 'gradient_checkpointing', value: rate === 1 ? true : rate === 0 ? false : rate },
      { key: 'attention', value: isFlash ? 'flash' : 'torch' },
      { key: 'encoder_dtype', value: given(reading, '--extra-fp16') ? 'fp16' : 'fp32' },
    ],
  };
}

/** Share of the blocks that are recomputed; the trainer of ControlNets recomputes all or none (T69). */
function recomputedOf(reading: Reading): number {
  if (!given(reading, '--gradient-checkpointing')) return 0;
  return reading.trainer === 'controlnet' ? 1 : Math.min(1, Math.max(0, numberOf(reading, '--gc-rate')));
}
