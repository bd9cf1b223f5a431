import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { activations } from '../../src/memory/activations.ts';
import { clipTextPeak, mt5Peak, vaeEncodePeak } from '../../src/memory/encoders.ts';
import type { MemoryInput, MethodKind } from '../../src/memory/memory-input.ts';

/** Largest share by which a figure may differ from what was counted. */
const TOLERANCE = 0.02;

/** Bytes of one forward and backward pass of the real modules, followed from allocation to release (scripts/measure-memory.py). */
interface StepRow {
  readonly kind?: MethodKind['kind'];
  readonly size?: MemoryInput['model']['size'];
  /** The size as upstream's flag names it, where a row has no `size`. */
  readonly model?: string;
  readonly version?: MemoryInput['model']['version'];
  readonly height: number;
  readonly width: number;
  readonly micro: number;
  readonly gc_rate: number;
  readonly attention: 'flash' | 'torch';
  /** 0 is a full fine-tune, where a row has no `kind`. */
  readonly lora_rank?: number;
  readonly rank?: number;
  readonly targets?: readonly string[];
  readonly kept_after_forward: number;
  readonly peak: number;
}

interface EncoderRow {
  readonly kind: 'vae_encode' | 'clip_text' | 'mt5';
  readonly dtype: 'float16' | 'float32';
  readonly height?: number;
  readonly width?: number;
  readonly micro: number;
  readonly peak: number;
}

const DEFAULT_TARGETS = ['Wqkv', 'attn2.q_proj', 'kv_proj', 'out_proj'];

const rowsOf = <Row>(name: string): readonly Row[] =>
  JSON.parse(readFileSync(`test/golden/memory/${name}.json`, 'utf8')) as Row[]; // every field is used below

/** A row after its name, without the figures: that is the test's name. */
function named<Row extends object>(name: string): readonly (readonly [string, Row])[] {
  return rowsOf<Row>(name).map((row) => {
    const given = Object.entries(row).filter(([key]) => key !== 'peak' && key !== 'kept_after_forward');
    return [given.map(([, value]) => String(value)).join(' '), row] as const;
  });
}

function methodOf({ kind, rank, lora_rank: loraRank = 0, targets }: StepRow): MethodKind {
  if (kind === 'lora' || loraRank > 0)
    return { kind: 'lora', rank: rank ?? loraRank, targets: targets ?? DEFAULT_TARGETS };
  return kind === 'controlnet' ? { kind, control: 'canny' } : { kind: kind ?? 'full' };
}

const sizeOf = ({ size, model }: StepRow): MemoryInput['model']['size'] =>
  size ?? (model === 'DiT-XL/2' ? 'XL/2' : 'g/2');

const stepOf = (row: StepRow): ReturnType<typeof activations> =>
  activations(
    {
      model: { size: sizeOf(row), version: row.version ?? 'v1.2' },
      method: methodOf(row),
      buckets: [{ height: row.height, width: row.width }],
    },
    { microBatch: row.micro, checkpointing: row.gc_rate, attention: row.attention },
  );

function encodingOf({ kind, dtype, height = 0, width = 0, micro }: EncoderRow): number {
  const precision = dtype === 'float16' ? 'fp16' : 'fp32';
  if (kind === 'mt5') return mt5Peak(micro);
  return kind === 'clip_text'
    ? clipTextPeak(micro, precision)
    : vaeEncodePeak(height, width, micro, precision);
}

function expectNear(predicted: number, counted: number): void {
  expect(Math.abs(predicted / counted - 1)).toBeLessThan(TOLERANCE);
}

describe.each([
  ['peak-grid', 212],
  ['adapters', 48],
  ['extra', 23],
] as const)('forward and backward of the real modules: %s', (name, count) => {
  it(`has all ${count} rows`, () => {
    expect(rowsOf(name)).toHaveLength(count);
  });

  it.each(named<StepRow>(name))('%s', (_, row) => {
    const { kept, peak } = stepOf(row);
    expectNear(kept, row.kept_after_forward);
    expectNear(peak, row.peak);
  });
});

describe('encoding with the real modules', () => {
  it('has all 29 rows', () => {
    expect(rowsOf('encoders')).toHaveLength(29);
  });

  it.each(named<EncoderRow>('encoders'))('%s', (_, row) => {
    expectNear(encodingOf(row), row.peak);
  });
});
