import type { Inspection } from './inspection.ts';

/** Reads the text header of a PBM, PGM or PPM; undefined when it is not complete. */
export function inspectPnm(bytes: Buffer): Inspection | undefined {
  const head = bytes.toString('latin1', 0, 1024);
  const kind = Number(head[1]);
  const numbers = kind === 1 || kind === 4 ? 2 : 3;
  const gap = String.raw`(?:\s|#[^\n]*\n)+`;
  const match = new RegExp(`^P[1-6]${`${gap}(\\d+)`.repeat(numbers)}\\s`, 'u').exec(head);
  if (match === null) return undefined;
  const [whole, width, height, most] = [match[0], Number(match[1]), Number(match[2]), Number(match[3] ?? 1)];
  const deep = most > 255;
  const needed = whole.length + rasterBytes(kind, width, height, deep);
  return {
    format: 'pnm',
    width,
    height,
    ...(deep && (kind === 2 || kind === 5) ? { grey16: true } : {}),
    ...(needed > bytes.length ? { truncated: 'shorter than its header says' } : {}),
  };
}

/** Least bytes of the picture data; the text kinds need a digit for each sample. */
function rasterBytes(kind: number, width: number, height: number, deep: boolean): number {
  const samples = width * height * (kind === 3 || kind === 6 ? 3 : 1);
  if (kind === 4) return Math.ceil(width / 8) * height;
  return kind <= 3 ? samples : samples * (deep ? 2 : 1);
}
