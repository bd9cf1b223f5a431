import { activations } from './activations.ts';
import { conditionWeights, encoderWeights, encodingPeak } from './encoders.ts';
import { type MemoryInput, type MemorySettings, worldSizeOf } from './memory-input.ts';
import * as states from './states.ts';

const MIB = 2 ** 20;

/** Bytes: one figure where it was counted, two where nobody has measured it on a GPU. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** One line of the sum. */
export interface MemoryLine extends Range {
  readonly name: string;
  /** What it covers, or why it is a range. */
  readonly note: string;
}

/** The sum of one GPU. */
export interface GpuMemory extends Range {
  /** Add up to the totals. */
  readonly lines: readonly MemoryLine[];
  /** The part of a step that needs most, and what each part takes beside all that stays. */
  readonly largest: Phase;
  readonly phases: Readonly<Record<Phase, number>>;
}

/** A step's parts, which follow each other. */
export type Phase = 'encoding' | 'forward and backward' | 'optimizer step';

/** CUDA context with the kernels of PyTorch and flash attention; 0.8 to 1.5 GB with communication and slack is what people report. */
const CONTEXT: Range = { low: 400 * MIB, high: 700 * MIB };
/** NCCL's channels and buffers, where there are several GPUs. */
const COMMUNICATION: Range = { low: 100 * MIB, high: 500 * MIB };
/** Workspaces of cuBLAS (8 MiB, 32 MiB on Hopper; PyTorch's CUDA notes, CUBLAS_WORKSPACE_CONFIG), cuDNN and flash attention. */
const WORKSPACES: Range = { low: 32 * MIB, high: 512 * MIB };
/** Share of the step's own bytes that the caching allocator holds in pieces that fit nothing. */
const FRAGMENTATION = { low: 0, high: 0.05 };

/** What one GPU needs at most in a step: all that stays, and the largest of encoding, forward with backward, and optimizer step. */
export function gpuMemory(input: MemoryInput, settings: MemorySettings): GpuMemory {
  const lines = phaseLines(input, settings);
  const phases = {
    encoding: total(lines.encoding),
    'forward and backward': total(lines['forward and backward']),
    'optimizer step': total(lines['optimizer step']),
  };
  const largest = largestOf(phases);
  const counted = [...residentLines(input, settings), ...lines[largest]];
  const all = [...counted, ...unmeasuredLines(input, phases[largest])].filter(({ high }) => high > 0);
  return {
    lines: all,
    low: all.reduce((sum, { low }) => sum + low, 0),
    high: total(all),
    largest,
    phases,
  };
}

const PHASES = ['encoding', 'forward and backward', 'optimizer step'] as const satisfies readonly Phase[];

function largestOf(phases: Readonly<Record<Phase, number>>): Phase {
  return PHASES.reduce((most, phase) => (phases[phase] > phases[most] ? phase : most));
}

const exact = (name: string, bytes: number, note: string): MemoryLine => ({
  name,
  low: bytes,
  high: bytes,
  note,
});

function residentLines(input: MemoryInput, settings: MemorySettings): readonly MemoryLine[] {
  const split = settings.zero === 0 ? 'whole' : `ZeRO-${settings.zero} over ${worldSizeOf(input)}`;
  return [
    exact('weights', states.weights(input, settings), 'fp16'),
    exact(
      'frozen encoders',
      encoderWeights(input, settings.encoderDtype),
      `VAE and CLIP ${settings.encoderDtype}, mT5 fp16`,
    ),
    exact('condition', conditionWeights(input), 'what makes the image that the ControlNet follows'),
    exact('moving average', states.movingAverage(input), `${input.ema ?? 'none'}, whole on every GPU`),
    exact('gradients', states.gradients(input, settings), `fp16, ${split}`),
    exact(
      'optimizer states',
      states.optimizerStates(input, settings),
      `fp32 weights and two moments, ${split}`,
    ),
  ];
}

function phaseLines(
  input: MemoryInput,
  settings: MemorySettings,
): Readonly<Record<Phase, readonly MemoryLine[]>> {
  const step = activations(input, settings);
  return {
    encoding: [
      exact('encoding', encodingPeak(input, settings), 'VAE and text encoders at work'),
      exact('unreduced gradients', states.gradientsInEncoding(input, settings), 'of earlier micro steps'),
    ],
    'forward and backward': [
      exact('activations kept', step.kept, 'for the backward pass'),
      exact('backward', step.peak - step.kept, 'recomputed block and gradients on their way'),
      exact(
        'unreduced gradients',
        states.gradientsInBackward(input, settings),
        'fp16, until they are reduced or added',
      ),
      exact(
        'reduction buffers',
        states.reductionBuffers(input, settings),
        'gradients on their way to other GPUs',
      ),
    ],
    'optimizer step': [
      exact('optimizer step', states.optimizerStep(input, settings), 'copies of the gradients'),
    ],
  };
}

const total = (lines: readonly MemoryLine[]): number => lines.reduce((sum, { high }) => sum + high, 0);

function unmeasuredLines(input: MemoryInput, phase: number): readonly MemoryLine[] {
  const note = 'a range: not measured on a GPU';
  const several = worldSizeOf(input) > 1 ? 1 : 0;
  return [
    { name: 'CUDA context', ...CONTEXT, note },
    { name: 'communication', low: COMMUNICATION.low * several, high: COMMUNICATION.high * several, note },
    { name: 'kernel workspaces', ...WORKSPACES, note },
    {
      name: 'fragmentation',
      low: FRAGMENTATION.low * phase,
      high: Math.ceil(FRAGMENTATION.high * phase),
      note,
    },
  ];
}
