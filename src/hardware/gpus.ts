import { closestMatch } from 'leven';
import type { Machine } from '../experiment/experiment.ts';
import { parseSize } from '../experiment/units.ts';

/** A card, as far as training cares. */
export interface Gpu {
  /** Bytes of memory that the driver reports as the total (`nvidia-smi`, `memory.total`). */
  readonly memory: number;
  /** CUDA compute capability, such as 8.9. */
  readonly compute: number;
}

const MIB = 2 ** 20;

/**
 * MiB of memory and compute capability by name. Memory: `memory.total` of nvidia-smi with ECC as delivered, drivers 525 and later
 * (older ones show up to 2 % less). Capability: NVIDIA, "CUDA GPU Compute Capability", developer.nvidia.com/cuda-gpus.
 */
const TABLE = {
  'GTX-1080Ti': [11264, 6.1],
  'P100-16GB': [16384, 6.0],
  P40: [23040, 6.1],
  'V100-16GB': [16384, 7.0],
  'V100-32GB': [32768, 7.0],
  T4: [15360, 7.5],
  'RTX-2080Ti': [11264, 7.5],
  'TITAN-RTX': [24576, 7.5],
  'RTX-6000': [23040, 7.5],
  'RTX-8000': [46080, 7.5],
  'A100-40GB': [40960, 8.0],
  'A100-80GB': [81920, 8.0],
  'A800-40GB': [40960, 8.0],
  'A800-80GB': [81920, 8.0],
  A30: [24576, 8.0],
  A10: [23028, 8.6],
  A10G: [23028, 8.6],
  A16: [15356, 8.6],
  A40: [46068, 8.6],
  'RTX-3060': [12288, 8.6],
  'RTX-3070': [8192, 8.6],
  'RTX-3080': [10240, 8.6],
  'RTX-3080Ti': [12288, 8.6],
  'RTX-3090': [24576, 8.6],
  'RTX-3090Ti': [24564, 8.6],
  'RTX-A4000': [16376, 8.6],
  'RTX-A5000': [24564, 8.6],
  'RTX-A6000': [49140, 8.6],
  L4: [23034, 8.9],
  L20: [46068, 8.9],
  L40: [46068, 8.9],
  L40S: [46068, 8.9],
  'RTX-4060Ti-16GB': [16380, 8.9],
  'RTX-4070': [12282, 8.9],
  'RTX-4070Ti-SUPER': [16376, 8.9],
  'RTX-4080': [16376, 8.9],
  'RTX-4090': [24564, 8.9],
  'RTX-4090D': [24564, 8.9],
  'RTX-6000-Ada': [49140, 8.9],
  H20: [97871, 9.0],
  'H100-80GB': [81559, 9.0],
  'H100-NVL': [95830, 9.0],
  'H800-80GB': [81559, 9.0],
  H200: [143771, 9.0],
  'GH200-96GB': [97871, 9.0],
  B200: [183359, 10.0],
  'RTX-5070Ti': [16303, 12.0],
  'RTX-5080': [16303, 12.0],
  'RTX-5090': [32607, 12.0],
  'RTX-PRO-6000': [97887, 12.0],
} as const satisfies Record<string, readonly [memoryMiB: number, compute: number]>;

/** First compute capability with tensor cores for fp16. */
export const VOLTA = 7;
/** First compute capability that FlashAttention 2 runs on (Dao-AILab/flash-attention 2, README.md; T23). */
export const AMPERE = 8;

/** Every card that a machine may name, in the order of the table. */
export const gpus: ReadonlyMap<string, Gpu> = new Map(
  Object.entries(TABLE).map(([name, [memory, compute]]) => [name, { memory: memory * MIB, compute }]),
);

/** The card of a machine: from the table, or the numbers that the machine gives; undefined for an unknown name. */
export function gpuOf({ gpu }: Pick<Machine, 'gpu'>): Gpu | undefined {
  if (typeof gpu === 'string') return gpus.get(gpu);
  return { memory: parseSize(gpu.memory), compute: gpu.compute };
}

/** The names in the table that `name` may mean: those that it begins, or the one that is spelled most like it. */
export function nearestGpus(name: string): readonly string[] {
  const names = [...gpus.keys()];
  const begun = names.filter((known) => plain(known).startsWith(plain(name)));
  if (begun.length > 0) return begun;
  const maxDistance = Math.floor(plain(name).length / 3);
  const nearest = closestMatch(plain(name), names.map(plain), { maxDistance });
  return names.filter((known) => plain(known) === nearest);
}

const plain = (name: string): string => name.toLowerCase().replace(/nvidia|geforce|tesla|[^a-z0-9]/g, '');
