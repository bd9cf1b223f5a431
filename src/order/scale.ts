/** Pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * What an image is scaled to before it is cropped at random to its bucket
 * (HunyuanDiT 368280e, IndexKits indexer.py, `resize_and_crop`).
 */
export function scaleToBucket({ height, width }: Size, target: Size): Size {
  return height / width < target.height / target.width
    ? { height: target.height, width: roundHalfEven((target.height / height) * width) }
    : { height: roundHalfEven((target.width / width) * height), width: target.width };
}

/**
 * What an image is scaled to before its long side is cropped at random to a square of `size`
 * (HunyuanDiT 368280e, hydit/data_loader/arrow_load_stream.py, `random_crop_image`).
 */
export function scaleToSize({ height, width }: Size, size: number): Size {
  return width < height
    ? { height: Math.trunc(size / (width / height)), width: size }
    : { height: size, width: Math.trunc(size * (width / height)) };
}

/** Python's `round`. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
