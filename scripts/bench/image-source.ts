import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeJpeg, makePng } from './images.ts';

/** A folder of generated images with its tables. */
export interface ImageSource {
  /** Absolute paths, in the order of the tables. */
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** Mean size of an image in bytes: what a photo of about a megapixel has. */
const meanBytes = 260_000;

/**
 * Fills `folder` with JPEG and PNG files of 160 to 360 kB, `sizeMb` together, with `porcelain.csv` for us (relative paths) and
 * `upstream.csv` for csv2arrow.py (absolute paths, its column names).
 */
export function writeImageSource(folder: string, sizeMb: number): ImageSource {
  const count = Math.max(10, Math.round((sizeMb * 1e6) / meanBytes));
  const [ours, theirs] = [['image_path,text'], ['img_path,text_zh']];
  const paths: string[] = [];
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const wanted = meanBytes + ((index * 7919) % 200_001) - 100_000;
    const name = join('images', String(index % 40), `${index}.${index % 2 === 0 ? 'jpg' : 'png'}`);
    const path = join(folder, name);
    const image =
      index % 2 === 0
        ? makeJpeg(1024, 768 + 64 * (index % 9), wanted)
        : makePng(320, Math.round(wanted / 961));
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, image);
    const caption = `青花瓷风格，第${index}件，缠枝莲纹`;
    ours.push(`${name},${caption}`);
    theirs.push(`${path},${caption}`);
    paths.push(path);
    bytes += image.length;
  }
  writeFileSync(join(folder, 'porcelain.csv'), `${ours.join('\n')}\n`);
  writeFileSync(join(folder, 'upstream.csv'), `${theirs.join('\n')}\n`);
  return { paths, bytes };
}
