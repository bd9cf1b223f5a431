import { AMPERE, type Gpu } from '../../hardware/gpus.ts';
import { type MemoryInput, type MemorySettings, worldSizeOf } from '../memory-input.ts';

/** Settings as the machine states them: a value, or `auto`. */
export type RequestedSettings = { readonly [Key in keyof MemorySettings]: MemorySettings[Key] | 'auto' };

/** Stage and offload together: what each step of the order costs more than the one before. */
export interface Placement extends Pick<MemorySettings, 'zero' | 'offload'> {
  readonly cost: string;
}

const ONE_GPU: readonly Placement[] = [
  { zero: 0, offload: 'none', cost: 'nothing' },
  {
    zero: 1,
    offload: 'optimizer',
    cost: 'each update runs on the processor, and gradients and weights cross the bus',
  },
  {
    zero: 3,
    offload: 'optimizer+parameters',
    cost: 'each layer is copied to the GPU again in every forward and backward pass',
  },
];

/** Volumes: ZeRO, arXiv 1910.02054, §7. */
const SEVERAL_GPUS: readonly Placement[] = [
  { zero: 1, offload: 'none', cost: 'no more communication than plain data parallelism' },
  {
    zero: 2,
    offload: 'none',
    cost: 'gradients are reduced at every micro step, so accumulation multiplies it',
  },
  { zero: 2, offload: 'optimizer', cost: 'each update runs on the processor, and gradients cross the bus' },
  {
    zero: 3,
    offload: 'none',
    cost: 'half as much communication again, and weights are gathered layer by layer',
  },
  { zero: 3, offload: 'optimizer+parameters', cost: 'weights cross the bus in every pass' },
];

/** Shares of checkpointed blocks that are tried, each only if the one before does not fit. */
export const CHECKPOINT_SHARES: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/** Stage and offload from cheap to dear, those that the file leaves open. */
export function placements(input: MemoryInput, requested: RequestedSettings): readonly Placement[] {
  const order = worldSizeOf(input) === 1 ? ONE_GPU : SEVERAL_GPUS;
  const usable = order.filter(({ zero }) => zero < 3 || whyNoStage3(input) === undefined);
  const matching = usable.filter(
    ({ zero, offload }) =>
      (requested.zero === 'auto' || requested.zero === zero) &&
      (requested.offload === 'auto' || requested.offload === offload),
  );
  return matching.length > 0 ? matching : [stated(requested)];
}

/** A combination that `auto` would not choose, as it is written. */
function stated({ zero, offload }: RequestedSettings): Placement {
  const moved = offload === 'auto' ? 'none' : offload;
  const stage = zero === 'auto' ? (moved === 'none' ? 0 : moved === 'optimizer' ? 1 : 3) : zero;
  return { zero: stage, offload: moved, cost: 'as stated' };
}

/** Why ZeRO-3 cannot be used, if so: what reads whole weights finds empty ones (hydit/modules/ema.py:118, train_deepspeed.py:73, commit 368280e). */
export function whyNoStage3({ method, ema }: MemoryInput): string | undefined {
  if (method.kind !== 'full') return 'the trainer would save empty weights';
  return ema === undefined ? undefined : 'the moving average cannot read split weights';
}

/** Shares of checkpointed blocks to try: those of the ControlNet are all or none (hydit/modules/controlnet.py:211, commit 368280e). */
export function checkpointShares(
  { method }: MemoryInput,
  { checkpointing }: RequestedSettings,
): readonly number[] {
  if (checkpointing !== 'auto') return [checkpointing];
  return method.kind === 'controlnet' ? [0, 1] : CHECKPOINT_SHARES;
}

/** Images a micro step to try, ascending: divisors of a GPU's share of the batch; the ControlNet takes one (T127). */
export function microBatches(input: MemoryInput, { microBatch }: RequestedSettings): readonly number[] {
  if (microBatch !== 'auto') return [microBatch];
  if (input.method.kind === 'controlnet') return [1];
  const share = input.batch / worldSizeOf(input);
  if (!Number.isInteger(share)) return [1];
  return Array.from({ length: Math.min(share, 64) }, (_, index) => index + 1).filter((n) => share % n === 0);
}

/** Kernels for the card: flash attention 2 needs compute capability 8.0 (T23). */
export function attentionOf(gpu: Gpu, { attention }: RequestedSettings): MemorySettings['attention'] {
  if (attention !== 'auto') return attention;
  return gpu.compute >= AMPERE ? 'flash' : 'torch';
}

/**
 * Why the encoders must stay in single precision, if so: the ControlNet's condition is in it (T128), and the IP-Adapter's trainer
 * halves the number of the style too, which looks a row up (T135; hydit/train_deepspeed_ipadapter.py:213-218, commit 368280e).
 */
export function whyWholePrecision({
  model,
  method,
}: Pick<MemoryInput, 'model' | 'method'>): 'condition' | 'style' | undefined {
  if (method.kind === 'controlnet') return 'condition';
  return method.kind === 'ipadapter' && model.version !== 'v1.2' ? 'style' : undefined;
}

/** Precision of the encoders: half, where the trainer can. */
export function encoderDtypeOf(
  input: MemoryInput,
  { encoderDtype }: RequestedSettings,
): MemorySettings['encoderDtype'] {
  if (encoderDtype !== 'auto') return encoderDtype;
  return whyWholePrecision(input) === undefined ? 'fp16' : 'fp32';
}
