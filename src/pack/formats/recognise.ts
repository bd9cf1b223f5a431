import { imageSize } from 'image-size';
import type { Inspection } from './inspection.ts';
import { inspectBmp } from './bmp.ts';
import { inspectGif } from './gif.ts';
import { inspectJpeg } from './jpeg.ts';
import { inspectPng } from './png.ts';
import { inspectPnm } from './pnm.ts';
import { inspectTiff } from './tiff.ts';
import { inspectWebp } from './webp.ts';

type Signature = readonly [pattern: RegExp, inspect: (bytes: Buffer) => Inspection | undefined];

/** First bytes, as Latin-1, of every format that is looked into. */
const inspected: readonly Signature[] = [
  [/^\xff\xd8\xff/u, inspectJpeg],
  [/^\x89PNG\r\n\x1a\n/u, inspectPng],
  [/^RIFF[^]{4}WEBP/u, inspectWebp],
  [/^GIF8[79]a/u, inspectGif],
  [/^BM/u, inspectBmp],
  [/^(?:II\*\0|MM\0\*)/u, inspectTiff],
  [/^P[1-6]\s/u, inspectPnm],
];

/** Formats that Pillow 10.4 does not open without a plug-in. */
const unsupported: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^[^]{4}ftyp(?:avif|avis)/u, 'AVIF'],
  [/^[^]{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)/u, 'HEIC'],
  [/^[^]{4}ftyp/u, 'MP4 or another film'],
  [/^(?:\xff\x0a|\0\0\0\x0cJXL )/u, 'JPEG XL'],
  [/^(?:II\+\0|MM\0\+)/u, 'BigTIFF'],
  [/^%PDF-/u, 'PDF'],
  [
    /^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^]*?\?>\s*)?(?:<!--[^]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<svg[\s>]/iu,
    'SVG',
  ],
  [/^\x1aE\xdf\xa3/u, 'Matroska or WebM'],
];

const openedByPillow = new Set(['psd', 'jp2', 'j2c', 'tga', 'icns', 'ico', 'dds']);

export type Recognition =
  | { readonly kind: 'image'; readonly inspection: Inspection }
  | { readonly kind: 'unsupported'; readonly name: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/** Says what a file is by its bytes, whatever its name says. */
export function recogniseImage(bytes: Buffer): Recognition {
  const head = bytes.toString('latin1', 0, 1024);
  for (const [pattern, inspect] of inspected) {
    if (!pattern.test(head)) continue;
    const inspection = inspect(bytes);
    return inspection === undefined
      ? { kind: 'unknown', detail: 'the header of the image is damaged or cut off' }
      : { kind: 'image', inspection };
  }
  const other = unsupported.find(([pattern]) => pattern.test(head));
  return other === undefined ? recogniseRarer(bytes, head) : { kind: 'unsupported', name: other[1] };
}

function recogniseRarer(bytes: Buffer, head: string): Recognition {
  try {
    const { width, height, type } = imageSize(bytes);
    if (type !== undefined && openedByPillow.has(type)) {
      return { kind: 'image', inspection: { format: 'other', width, height } };
    }
    if (type !== undefined) return { kind: 'unsupported', name: type.toUpperCase() };
  } catch (error) {
    // image-size throws TypeError or RangeError for everything that it does not know or that is cut off.
    if (!(error instanceof Error)) throw error;
  }
  return { kind: 'unknown', detail: describeContent(head) };
}

function describeContent(head: string): string {
  if (/^\s*(?:<!DOCTYPE html|<html)/iu.test(head)) return 'an HTML page';
  if (head.startsWith('version https://git-lfs')) return 'a Git LFS pointer; run `git lfs pull`';
  if (head.startsWith('PK\u0003\u0004')) return 'a ZIP archive';
  if (/^[\t\n\r\x20-\x7e]+$/u.test(head)) return 'a text file';
  return 'unknown content';
}
