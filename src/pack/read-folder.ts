import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DitcError } from '../errors.ts';
import { isMissing } from '../disk/system-error.ts';
import type { RowRange } from './part.ts';
import type { SourceRow } from './source-row.ts';

/** Extensions that make a file of an image folder a row; what else lies there is no business of ours. */
const imageExtensions = /\.(?:jpe?g|jfif|png|apng|webp|gif|bmp|tiff?|p[bgpn]m|heic|heif|avif|jxl|svg|jp2)$/iu;

export interface FolderListing {
  /** Paths relative to the folder, with `/`, sorted by code point. */
  readonly images: readonly string[];
  /** `.txt` files that belong to no image. */
  readonly strayCaptions: readonly string[];
}

/** Lists the images of a folder and its subfolders; hidden files are left out, links to folders are not followed. */
export async function listFolder(folder: string, name: string): Promise<FolderListing> {
  const files = await walk(folder, name);
  const images = files.filter((file) => imageExtensions.test(file));
  const stems = new Set(images.map(stemOf));
  const texts = files.filter((file) => file.toLowerCase().endsWith('.txt'));
  return {
    images: images.sort(byCodePoint),
    strayCaptions: texts.filter((file) => !stems.has(stemOf(file))).sort(byCodePoint),
  };
}

/** Streams a range of the rows of a listed folder, each caption from the `.txt` beside its image without the line end at its end. */
export async function* readFolder(
  folder: string,
  listing: FolderListing,
  { from: first, end }: RowRange,
): AsyncGenerator<SourceRow> {
  const window = 64;
  for (let from = first; from < end; from += window) {
    const images = listing.images.slice(from, Math.min(end, from + window));
    const captions = await Promise.all(
      images.map((image) => readCaption(join(folder, `${stemOf(image)}.txt`))),
    );
    for (const [index, image] of images.entries()) {
      const place = { number: from + index + 1, line: 0, start: 0, fields: { image: 0, caption: 0 } };
      yield { ...place, image, caption: undefined, ...captions[index] };
    }
  }
}

async function readCaption(path: string): Promise<Pick<SourceRow, 'caption' | 'captionTrouble'>> {
  try {
    const bytes = await readFile(path);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { caption: text.replace(/(?:\r\n|\n|\r)+$/u, '') };
  } catch (error) {
    if (isMissing(error)) return { caption: undefined };
    if (error instanceof TypeError) return { caption: '', captionTrouble: 'caption-encoding' };
    throw new DitcError('env/unreadable-file', `Cannot read \`${path}\``, { cause: error });
  }
}

async function walk(folder: string, name: string): Promise<string[]> {
  const found: string[] = [];
  const pending = [''];
  for (let under = pending.pop(); under !== undefined; under = pending.pop()) {
    for (const entry of await list(join(folder, under), name)) {
      if (entry.name.startsWith('.')) continue;
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) pending.push(path);
      else found.push(path);
    }
  }
  return found;
}

async function list(folder: string, name: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const message = isMissing(error)
      ? `No image folder \`${name}\``
      : `Cannot read the image folder \`${name}\``;
    throw new DitcError('env/missing-source', message, {
      help: 'Correct `folder` of the source; it starts at the folder of the experiment.',
      cause: error,
    });
  }
}

function stemOf(file: string): string {
  return file.replace(/\.[^./]*$/u, '');
}

/** Code point order, so that the same folder gives the same rows on every machine. */
function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
