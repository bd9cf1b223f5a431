import { extname } from 'node:path';
import type { ImageFormat, Inspection } from './formats/inspection.ts';
import { recogniseImage } from './formats/recognise.ts';
import type { ReasonSlug, Remark } from './reasons.ts';

/** Above it Pillow raises DecompressionBombError: twice `Image.MAX_IMAGE_PIXELS` (Pillow 10.4). */
const mostPixels = 178_956_970;
/** At this ratio half of the picture lies outside the narrowest bucket of upstream's lists, 4:1. */
const stripRatio = 8;

const extensions: Record<Exclude<ImageFormat, 'other'>, RegExp> = {
  jpeg: /^\.(?:jpe?g|jfif|jpe|mpo)$/u,
  png: /^\.a?png$/u,
  webp: /^\.webp$/u,
  gif: /^\.gif$/u,
  bmp: /^\.(?:bmp|dib)$/u,
  tiff: /^\.tiff?$/u,
  pnm: /^\.p[bgpn]m$/u,
};

export interface ImageJudgement {
  /** Pixels as stored, without regard to EXIF, as `PIL.Image.size`; 0 when unknown. */
  readonly width: number;
  readonly height: number;
  readonly remarks: readonly Remark[];
}

/** Judges an image by its bytes without decoding it: what it is, whether it is whole, and what the trainer would make of it. */
export function inspectImage(bytes: Buffer, path: string): ImageJudgement {
  const recognition = recogniseImage(bytes);
  if (recognition.kind === 'unknown') return rejected('not-an-image', recognition.detail);
  if (recognition.kind === 'unsupported') return rejected('unsupported-format', recognition.name);
  const { inspection } = recognition;
  const { width, height } = inspection;
  return { width, height, remarks: [...judgeContent(inspection), ...judgeName(inspection, path)] };
}

function rejected(reason: ReasonSlug, detail: string): ImageJudgement {
  return { width: 0, height: 0, remarks: [{ reason, detail, field: 'image' }] };
}

function judgeContent(image: Inspection): Remark[] {
  const { width, height, orientation = 1 } = image;
  const size = `${width}x${height}`;
  const found: (readonly [reason: ReasonSlug, applies: boolean, detail: string])[] = [
    ['zero-size', width <= 0 || height <= 0, size],
    [
      'too-many-pixels',
      width * height > mostPixels,
      `${size} is ${(width * height).toLocaleString('en-US')} pixels`,
    ],
    ['damaged-image', image.damaged !== undefined, image.damaged ?? ''],
    ['truncated-image', image.truncated !== undefined, image.truncated ?? ''],
    ['grey-16-bit', image.grey16 === true, `16-bit grey ${image.format.toUpperCase()}`],
    ['animated-image', image.animated === true, `animated ${image.format.toUpperCase()}`],
    ['cmyk-image', image.fourInks !== undefined, `${image.fourInks ?? ''} ${image.format.toUpperCase()}`],
    ['exif-orientation', orientation !== 1, `EXIF orientation ${orientation}`],
    ['alpha-channel', image.alpha === true, 'an alpha channel'],
    [
      'long-strip',
      Math.min(width, height) > 0 && Math.max(width, height) >= stripRatio * Math.min(width, height),
      size,
    ],
  ];
  return found
    .filter(([, applies]) => applies)
    .map(([reason, , detail]) => ({ reason, detail, field: 'image' }));
}

function judgeName({ format }: Inspection, path: string): Remark[] {
  const extension = extname(path).toLowerCase();
  if (format === 'other' || extension === '' || extensions[format].test(extension)) return [];
  return [
    {
      reason: 'misnamed-image',
      detail: `${format.toUpperCase()} content in a \`${extension}\` file`,
      field: 'image',
    },
  ];
}
