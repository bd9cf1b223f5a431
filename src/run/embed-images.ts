import { resolve } from 'node:path';
import { recogniseImage } from '../pack/formats/recognise.ts';
import type { IndexStep } from '../plan/plan.ts';
import { type PackedImage, readImages } from './read-images.ts';
import type { RehearsedImage } from './rehearse.ts';

/** Media types of the formats that browsers show. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  bmp: 'image/bmp',
};

/** Bytes that may be embedded: of one image, and of all. */
export interface EmbedLimits {
  readonly each: number;
  readonly all: number;
}

/** The content of an image as a `data:` URI, or why there is none. */
export type EmbeddedImage =
  | { readonly uri: string }
  | { readonly why: 'too-large' | 'unknown-format' | 'page-full'; readonly size: number };

/** The packed bytes of images, in their order, as far as the limits go. */
export function embedImages(
  images: readonly RehearsedImage[],
  index: IndexStep,
  root: string,
  { each, all }: EmbedLimits,
): readonly EmbeddedImage[] {
  const embedded: EmbeddedImage[] = [];
  let left = all;
  for (const { source, shard, shardRow } of images) {
    const folder = index.sources.find((one) => one.source === source)?.shards ?? '';
    const [packed] = readImages(resolve(root, folder, shard), [shardRow], each);
    const image = embed(packed ?? { size: 0 }, left);
    if ('uri' in image) left -= packed?.size ?? 0;
    embedded.push(image);
  }
  return embedded;
}

function embed({ size, bytes }: PackedImage, left: number): EmbeddedImage {
  if (bytes === undefined) return { why: 'too-large', size };
  const recognised = recogniseImage(bytes);
  const type = recognised.kind === 'image' ? MEDIA_TYPES[recognised.inspection.format] : undefined;
  if (type === undefined) return { why: 'unknown-format', size };
  return size > left
    ? { why: 'page-full', size }
    : { uri: `data:${type};base64,${bytes.toString('base64')}` };
}
