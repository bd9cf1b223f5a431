/** A target size in pixels; images of one batch share one. */
export interface Bucket {
  readonly height: number;
  readonly width: number;
}

/** How buckets are made. Ratios are `height/width`, as in the experiment; with both, ratios win as they do upstream. */
export interface BucketShape {
  readonly base: number;
  readonly step?: number;
  readonly ratios?: readonly string[];
  /** Both sides must divide by it; the trainer works in steps of 16 pixels. */
  readonly align?: number;
}

/** `idk multireso --align` and the trainer's `ResolutionGroup` both use 16 (HunyuanDiT 368280e, hydit/train_deepspeed.py). */
export const trainerAlign = 16;

/**
 * The buckets in ascending height/width, equal to upstream's `ResolutionGroup` (HunyuanDiT 368280e, IndexKits bucket.py).
 * Duplicate ratios stay in the list. Throws RangeError for shapes that upstream refuses or that give a bucket without pixels.
 */
export function resolutionBuckets({
  base,
  step,
  ratios,
  align = trainerAlign,
}: BucketShape): readonly Bucket[] {
  if (base % align !== 0) throw new RangeError(`base ${base} is not divisible by ${align}`);
  if (step !== undefined && step > Math.floor(base / 2)) {
    throw new RangeError(`step ${step} is greater than half of base ${base}`);
  }
  if (ratios !== undefined) return sortByRatio(ratios.map((ratio) => bucketOfRatio(ratio, base, align)));
  if (step === undefined || step < 1)
    throw new RangeError('buckets need a positive step or a list of ratios');
  return sortByRatio(bucketsByStep(base, step));
}

/** Upstream's name of a bucket, `HxW`: the member of the npz and the key in the JSON. */
export function bucketName({ height, width }: Bucket): string {
  return `${height}x${width}`;
}

/** Turns the experiment's `4/3` into upstream's `4:3`. Throws RangeError for anything but two positive whole numbers. */
export function upstreamRatio(ratio: string): string {
  const [, height, width] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(ratio) ?? [];
  if (height === undefined || width === undefined) throw new RangeError(`ratio ${ratio} is not height/width`);
  return `${height}:${width}`;
}

function bucketOfRatio(ratio: string, base: number, align: number): Bucket {
  const upstream = upstreamRatio(ratio);
  if (upstream === '1:1') return { height: base, width: base };
  const [height = 0, width = 0] = upstream.split(':').map(Number);
  // Upstream takes `** 0.5`; the square root is the same after truncation, since a quotient with this divisor is a square or far from one.
  const unit = Math.floor(Math.sqrt(Math.floor(Math.floor(base ** 2 / align) / align) / (height * width)));
  if (unit === 0)
    throw new RangeError(`ratio ${ratio} leaves a bucket of 0x0 at base ${base} and align ${align}`);
  return { height: unit * height * align, width: unit * width * align };
}

function bucketsByStep(base: number, step: number): Bucket[] {
  const [shortest, longest] = [Math.floor(base / 2), base * 2];
  const buckets: Bucket[] = [{ height: base, width: base }];
  for (let [height, width] = [base, base]; height < longest || width > shortest;) {
    height = Math.min(height + step, longest);
    width = Math.max(width - step, shortest);
    buckets.push({ height, width });
  }
  for (let [height, width] = [base, base]; height > shortest || width < longest;) {
    height = Math.max(height - step, shortest);
    width = Math.min(width + step, longest);
    buckets.push({ height, width });
  }
  return buckets;
}

function sortByRatio(buckets: readonly Bucket[]): Bucket[] {
  return [...buckets].sort((a, b) => a.height / a.width - b.height / b.width);
}
