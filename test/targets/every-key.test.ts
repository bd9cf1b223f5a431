import { describe, expect, it } from 'vitest';
import type { EmittedFile } from '../../src/targets/target.ts';
import { emit } from '../support/emit.ts';
import { IN_PODS } from '../support/in-pods.ts';
import { schemaKeys } from '../support/schema-keys.ts';
import { type Change, merge, validExperiment } from '../support/valid-experiment.ts';

/** Keys that act where data are packed and indexed, or are there for readers and rules. */
const ELSEWHERE = [
  'ditc',
  'description',
  'allow',
  'stages',
  'runs',
  /^captions\.(variants|classes|edits)/,
  /^data\.(columns|sources|filters|dedupe|shard|bad_images)/,
  /^machine\.data_root\b/,
];

const EMA = { ema: { decay: 0.999, dtype: 'fp32' } };
const SINGLE = { resolution: { kind: 'single', size: 1024 } };
const BY_RATIOS = { resolution: { step: undefined, ratios: ['1/1', '4/3'] } };
const TUNED = (values: object = {}): Change => ({
  optimizer: { lr: { tuned: 1e-4, at_batch: 128, ...values } },
});
const TUNED_EMA = (values: object = {}): Change => ({
  ema: { decay: { tuned: 0.999, at_batch: 128, ...values } },
});
const OFFLOADED = { method: { kind: 'full' }, machine: { memory: { zero: 'auto' } } };
const ON_HOSTS = { machine: { launch: { kind: 'hosts', hostfile: 'hosts' } } };
const SLURM = (values: object = {}): Change => ({
  machine: { launch: { kind: 'slurm', time: '12:00:00', ...values } },
});
const SLURM_PACK = (values: object = {}): Change => SLURM({ pack: { parts: 4, time: '1:00:00', ...values } });
const MEMORY = (memory: object): Change => ({ machine: { memory } });

/** Another value of each key, and what must be there before it can have one. */
const OTHERS: Readonly<Record<string, readonly [change: Change, before?: Change]>> = {
  name: [{ name: 'vase' }],
  seed: [{ seed: 7 }],
  'model.version': [{ model: { version: 'v1.1' } }],
  'model.size': [{ model: { size: 'XL/2' } }],
  'model.weights': [{ model: { weights: 'module' } }],
  'method.kind': [{ method: { kind: 'full' } }],
  'method.rank': [{ method: { rank: 8 } }],
  'method.targets': [{ method: { targets: ['Wqkv'] } }],
  'method.control': [{ method: { control: 'depth' } }, { method: { kind: 'controlnet', control: 'canny' } }],
  'method.weights': [{ method: { weights: 'public' } }, { method: { kind: 'ipadapter' } }],
  'resolution.kind': [SINGLE],
  'resolution.size': [{ resolution: { size: 512 } }, SINGLE],
  'resolution.base': [{ resolution: { base: 512 } }],
  'resolution.step': [{ resolution: { step: 32 } }],
  'resolution.ratios': [{ resolution: { ratios: ['1/1'] } }, BY_RATIOS],
  batch: [{ batch: 16 }],
  'optimizer.lr': [{ optimizer: { lr: 2e-4 } }],
  'optimizer.lr.tuned': [TUNED({ tuned: 2e-4 }), TUNED()],
  'optimizer.lr.at_batch': [TUNED({ at_batch: 64 }), TUNED()],
  'optimizer.lr.scale': [TUNED({ scale: 'linear' }), TUNED()],
  'optimizer.betas': [{ optimizer: { betas: [0.9, 0.95] } }],
  'optimizer.eps': [{ optimizer: { eps: 1e-6 } }],
  'optimizer.weight_decay': [{ optimizer: { weight_decay: 0.01 } }],
  'optimizer.clip': [{ optimizer: { clip: 0.5 } }],
  'optimizer.schedule': [{ optimizer: { schedule: 'cosine' } }],
  'optimizer.warmup': [{ optimizer: { warmup: '100 steps' } }],
  ema: [EMA],
  'ema.decay': [{ ema: { decay: 0.9 } }, EMA],
  'ema.decay.tuned': [TUNED_EMA({ tuned: 0.99 }), TUNED_EMA()],
  'ema.decay.at_batch': [TUNED_EMA({ at_batch: 64 }), TUNED_EMA()],
  'ema.dtype': [{ ema: { dtype: 'fp16' } }, EMA],
  'diffusion.min_snr': [{ diffusion: { min_snr: 5 } }],
  'diffusion.noise_offset': [{ diffusion: { noise_offset: 0.05 } }],
  'data.random_flip': [{ data: { random_flip: true } }],
  'captions.uncond.clip': [{ captions: { uncond: { clip: 0.1 } } }],
  'captions.uncond.t5': [{ captions: { uncond: { t5: 0.1 } } }],
  length: [{ length: '3 epochs' }],
  'save.every': [{ save: { every: '100 steps' } }],
  'save.keep': [{ save: { keep: 3 } }],
  'save.optimizer_state': [{ save: { optimizer_state: true } }],
  'save.resume_every': [{ save: { resume_every: '50 steps' } }],
  'trainer.commit': [{ trainer: { commit: '0'.repeat(40) } }],
  'trainer.flags': [{ trainer: { flags: { 'lr-schedule': 'cosine' } } }],
  'machine.gpu': [{ machine: { gpu: 'A800-80GB' } }],
  'machine.gpu.memory': [{ machine: { gpu: { memory: '80GiB', compute: 8 } } }],
  'machine.gpu.compute': [{ machine: { gpu: { memory: '23GiB', compute: 7.5 } } }],
  'machine.host_memory': [{ machine: { host_memory: '8GiB' } }, OFFLOADED],
  'machine.gpus_per_node': [{ machine: { gpus_per_node: 2 } }],
  'machine.nodes': [{ machine: { nodes: 2 } }],
  'machine.checkout': [{ machine: { checkout: '/opt/HunyuanDiT' } }],
  'machine.packed': [{ machine: { packed: '/data/packed' } }],
  'machine.memory.zero': [MEMORY({ zero: 2 })],
  'machine.memory.offload': [MEMORY({ offload: 'optimizer' }), MEMORY({ zero: 2 })],
  'machine.memory.micro_batch': [MEMORY({ micro_batch: 4 })],
  'machine.memory.gradient_checkpointing': [MEMORY({ gradient_checkpointing: true })],
  'machine.memory.attention': [MEMORY({ attention: 'torch' })],
  'machine.memory.encoder_dtype': [MEMORY({ encoder_dtype: 'fp32' })],
  'machine.memory.reserve': [MEMORY({ reserve: 0.4 })],
  'machine.workers': [{ machine: { workers: 8 } }],
  'machine.launch.port': [{ machine: { launch: { kind: 'local', port: 29600 } } }],
  'machine.launch.hostfile': [{ machine: { launch: { hostfile: 'others' } } }, ON_HOSTS],
  'machine.launch.folder': [{ machine: { launch: { folder: '/lab/vase' } } }, IN_PODS],
  'machine.launch.image': [{ machine: { launch: { image: 'other' } } }, IN_PODS],
  'machine.launch.namespace': [{ machine: { launch: { namespace: 'lab' } } }, IN_PODS],
  'machine.launch.queue': [{ machine: { launch: { queue: 'gpus' } } }, IN_PODS],
  'machine.launch.secret': [
    { machine: { launch: { secret: 'tokens' } } },
    merge(IN_PODS, { machine: { secrets: ['HF_TOKEN'] } }),
  ],
  'machine.launch.shared_memory': [{ machine: { launch: { shared_memory: '8GiB' } } }, IN_PODS],
  'machine.launch.volumes': [
    { machine: { launch: { volumes: { work: { claim: 'other', mount: '/lab' } } } } },
    IN_PODS,
  ],
  'machine.launch.time': [SLURM({ time: '1-00:00:00' }), SLURM()],
  'machine.launch.partition': [SLURM({ partition: 'gpu' }), SLURM()],
  'machine.launch.account': [SLURM({ account: 'anime' }), SLURM()],
  'machine.launch.qos': [SLURM({ qos: 'normal' }), SLURM()],
  'machine.launch.constraint': [SLURM({ constraint: 'infiniband' }), SLURM()],
  'machine.launch.gpu_type': [SLURM({ gpu_type: 'a800' }), SLURM()],
  'machine.launch.pack.parts': [SLURM_PACK({ parts: 8 }), SLURM_PACK()],
  'machine.launch.pack.time': [SLURM_PACK({ time: 90 }), SLURM_PACK()],
  'machine.launch.pack.at_once': [SLURM_PACK({ at_once: 2 }), SLURM_PACK()],
  'machine.launch.pack.cpus': [SLURM_PACK({ cpus: 2 }), SLURM_PACK()],
  'machine.launch.pack.memory': [SLURM_PACK({ memory: '8GiB' }), SLURM_PACK()],
  'machine.launch.pack.partition': [SLURM_PACK({ partition: 'cpu' }), SLURM_PACK()],
  'machine.launch.pack.account': [SLURM_PACK({ account: 'anime' }), SLURM_PACK()],
  'machine.launch.pack.qos': [SLURM_PACK({ qos: 'normal' }), SLURM_PACK()],
  'machine.launch.requeue': [SLURM({ requeue: true }), SLURM()],
  'machine.launch.stop_before': [SLURM({ stop_before: '5 minutes' }), SLURM({ requeue: true })],
  'machine.env': [{ machine: { env: { NCCL_DEBUG: 'INFO' } } }],
  'machine.secrets': [{ machine: { secrets: ['HF_TOKEN'] } }],
};

/** Blocks, whose keys are listed by themselves, and a choice of one. */
const BLOCKS =
  /^(model|method|resolution|optimizer|diffusion|data|captions|captions\.uncond|save|trainer|machine|machine\.memory|machine\.launch|machine\.launch\.(kind|mechanism|pack))$/;

const isElsewhere = (key: string): boolean =>
  ELSEWHERE.some((place) =>
    typeof place === 'string' ? place === key || key.startsWith(`${place}.`) : place.test(key),
  );

const byRole = (files: readonly EmittedFile[]): ReadonlyMap<string, EmittedFile> =>
  new Map(files.map((file) => [file.path.replace(/^launch\/[^/]+\/[^/]+\//, ''), file]));

/** Files that differ when a key has another value. */
function changedBy(change: Change, before: Change = {}): readonly EmittedFile[] {
  const one = byRole(emit(validExperiment(before)));
  const other = byRole(emit(validExperiment(merge(before, change))));
  expect([...one.keys()]).toEqual([...other.keys()]);
  return [...other].flatMap(([role, file]) => (one.get(role)?.content === file.content ? [] : [file]));
}

const isNamedBy = (key: string, from: readonly string[]): boolean =>
  from.some((path) => path === key || key.startsWith(`${path}.`) || path.startsWith(`${key}.`));

describe('every key of the language', () => {
  it('is in this table, or acts elsewhere', () => {
    const keys = schemaKeys().filter((key) => !isElsewhere(key) && !BLOCKS.test(key));
    expect(keys.toSorted()).toEqual(Object.keys(OTHERS).toSorted());
  });

  it.each(Object.entries(OTHERS))(
    '%s changes what is generated, in files that say so',
    (key, [change, before]) => {
      const changed = changedBy(change, before);
      expect(changed.map(({ path }) => path)).not.toEqual([]);
      for (const { path, from } of changed)
        expect(isNamedBy(key, from), `${path} does not say that it follows from ${key}`).toBe(true);
    },
  );
});
