import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspectImage } from '../../src/pack/inspect-image.ts';
import { makeChunk, makePng } from './porcelain.ts';

function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/images/${name}`, import.meta.url));
}

function reasonsOf(bytes: Buffer, name: string): string[] {
  return inspectImage(bytes, name).remarks.map(({ reason }) => reason);
}

describe('an image that the trainer can use', () => {
  test.each([
    ['plain.jpg', 40, 24],
    ['progressive.jpg', 33, 51],
    ['grey.jpg', undefined, undefined],
    ['trailing.jpg', 40, 24],
    ['grey.png', undefined, undefined],
    ['pal.png', undefined, undefined],
    ['图 片 1.png', undefined, undefined],
    ['lossy.webp', undefined, undefined],
    ['lossless.webp', undefined, undefined],
    ['anim.gif', 12, 14],
    ['alpha.webp', 25, 28],
    ['b.bmp', undefined, undefined],
    ['t.tif', undefined, undefined],
  ])('%s passes without a remark', (name, width, height) => {
    const judged = inspectImage(fixture(name), name);
    expect(judged.remarks).toEqual([]);
    expect(judged.width).toBe(width ?? judged.width);
    expect(judged.height).toBe(height ?? judged.height);
    expect(Math.min(judged.width, judged.height)).toBeGreaterThan(0);
  });

  test('a JPEG with zeros behind its end marker is whole', () => {
    expect(reasonsOf(Buffer.concat([fixture('plain.jpg'), Buffer.alloc(5000)]), 'plain.jpg')).toEqual([]);
  });

  test('a JPEG under the name of a PNG is told and kept', () => {
    const { width, height, remarks } = inspectImage(fixture('jpeg-as.png'), 'jpeg-as.png');
    expect([width, height]).toEqual([64, 48]);
    expect(remarks).toMatchObject([{ reason: 'misnamed-image', detail: 'JPEG content in a `.png` file' }]);
  });
});

describe('an image with a fault', () => {
  test.each([
    ['truncated_body.jpg', ['truncated-image']],
    ['cut-in-the-middle.jpg', ['truncated-image']],
    ['header_only.png', ['truncated-image', 'alpha-channel']],
    ['corrupt.png', ['not-an-image']],
    ['text.jpg', ['not-an-image']],
    ['bad_crc.png', ['damaged-image']],
    ['svg-as.png', ['unsupported-format']],
    ['heic-as.jpg', ['unsupported-format']],
    ['gray16.png', ['grey-16-bit']],
    ['i16.png', ['grey-16-bit']],
    ['cmyk.jpg', ['cmyk-image']],
    ['cmyk-adobe.jpg', ['cmyk-image']],
    ['animated.gif', ['animated-image']],
    ['exif6.jpg', ['exif-orientation']],
    ['lying.jpg', ['exif-orientation']],
    ['rgba.png', ['alpha-channel']],
    ['transparent.png', ['alpha-channel']],
    ['strip.png', ['long-strip']],
  ])('%s is %j', (name, expected) => {
    expect(reasonsOf(fixture(name), name)).toEqual(expected);
  });

  test('one pixel more than Pillow takes is too many, one fewer is not', () => {
    expect(reasonsOf(fixture('bomb_178956971px.png'), 'bomb.png')).toContain('too-many-pixels');
    expect(reasonsOf(fixture('bomb_178956970px.png'), 'bomb.png')).not.toContain('too-many-pixels');
  });

  test('a picture without width is of size zero', () => {
    expect(reasonsOf(fixture('zero_width.png'), 'zero.png')).toContain('zero-size');
  });

  test('a PNG whose data could not fill its size is cut off', () => {
    expect(reasonsOf(fixture('bomb_warn_100M.png'), 'bomb.png')).toContain('truncated-image');
  });

  test.each([
    ['PNG', makePng(32, 24), 'png'],
    ['lossy WebP', fixture('lossy.webp'), 'webp'],
    ['lossless WebP', fixture('lossless.webp'), 'webp'],
    ['JPEG', fixture('progressive.jpg'), 'jpg'],
    ['BMP', fixture('b.bmp'), 'bmp'],
  ])('a %s that lost its second half is cut off', (_, bytes, extension) => {
    const half = bytes.subarray(0, Math.ceil(bytes.length * 0.7));
    expect(reasonsOf(half, `half.${extension}`)).toEqual(['truncated-image']);
  });

  test('a still GIF that lost its second half is cut off', () => {
    const gif = fixture('animated.gif');
    expect(reasonsOf(gif.subarray(0, Math.ceil(gif.length * 0.2)), 'half.gif')).toContain('truncated-image');
  });

  test('an animated PNG is told by its control chunk', () => {
    const control = Buffer.from([0, 0, 0, 3, 0, 0, 0, 0]);
    expect(reasonsOf(makePng(8, 8, 0, [makeChunk('acTL', control)]), 'moving.png')).toEqual([
      'animated-image',
    ]);
  });

  test('a WebP with an alpha flag is told', () => {
    const bytes = Buffer.concat([
      Buffer.from('RIFF\x26\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\x0f\0\0\x0f\0\0', 'latin1'),
      Buffer.from('VP8L\x08\0\0\0\x2f\x0f\xc0\x03\x10\0\0\0', 'latin1'),
    ]);
    expect(reasonsOf(bytes, 'clear.webp')).toEqual(['alpha-channel']);
  });

  test('an animated WebP is told by its flag', () => {
    const bytes = Buffer.concat([
      Buffer.from('RIFF\x30\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x0f\0\0\x0f\0\0', 'latin1'),
      Buffer.from('ANMF\x12\0\0\0', 'latin1'),
      Buffer.alloc(18),
    ]);
    expect(reasonsOf(bytes, 'moving.webp')).toEqual(['animated-image']);
  });

  test('a 16-bit PGM turns white and is told', () => {
    const bytes = Buffer.concat([Buffer.from('P5\n# kiln\n4 4\n65535\n'), Buffer.alloc(32)]);
    expect(reasonsOf(bytes, 'glaze.pgm')).toEqual(['grey-16-bit']);
  });

  test('a 16-bit grey TIFF turns white and is told', () => {
    expect(reasonsOf(makeTiff({ bits: 16, photometric: 1 }), 'glaze.tif')).toEqual(['grey-16-bit']);
  });

  test('a CMYK TIFF is told', () => {
    expect(reasonsOf(makeTiff({ bits: 8, photometric: 5 }), 'glaze.tif')).toEqual(['cmyk-image']);
  });

  test.each([
    ['a second page', 0, ['animated-image']],
    ['a preview of reduced size', 1, []],
  ])('a TIFF with %s', (_, kind, expected) => {
    expect(reasonsOf(withSecondPage(makeTiff({ bits: 8, photometric: 1 }), kind), 'vase.tif')).toEqual(
      expected,
    );
  });

  test.each([
    ['AVIF', Buffer.from('\0\0\0\x1cftypavif\0\0\0\0', 'latin1')],
    ['JPEG XL', Buffer.from('\xff\x0a\x00\x00\x00\x00\x00\x00', 'latin1')],
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['SVG', Buffer.from('<?xml version="1.0"?>\n<!-- vase -->\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('%s is named and cannot be used', (name, bytes) => {
    expect(inspectImage(bytes, 'vase.png').remarks).toMatchObject([
      { reason: 'unsupported-format', detail: name },
    ]);
  });

  test.each([
    ['an HTML page', '<!DOCTYPE html><html></html>'],
    ['a Git LFS pointer; run `git lfs pull`', 'version https://git-lfs.github.com/spec/v1\n'],
  ])('%s is told for what it is', (detail, text) => {
    expect(inspectImage(Buffer.from(text), 'vase.jpg').remarks).toMatchObject([
      { reason: 'not-an-image', detail },
    ]);
  });
});

/** The picture with its directory once more behind it, as one of a kind of its own. */
function withSecondPage(first: Buffer, kind: number): Buffer {
  const start = first.readUInt32LE(4);
  const directory = first.subarray(start);
  const entry = Buffer.from([254, 0, 4, 0, 1, 0, 0, 0, kind, 0, 0, 0]);
  const second = Buffer.concat([directory.subarray(0, 2), entry, directory.subarray(2)]);
  second.writeUInt16LE(directory.readUInt16LE(0) + 1, 0);
  const bytes = Buffer.concat([first, second]);
  bytes.writeUInt32LE(first.length, first.length - 4);
  return bytes;
}

/** A 2x2 picture with one directory. */
function makeTiff({ bits, photometric }: { bits: number; photometric: number }): Buffer {
  const samples = photometric === 5 ? 4 : 1;
  const entries: [tag: number, value: number][] = [
    [256, 2],
    [257, 2],
    [258, bits],
    [262, photometric],
    [273, 8],
    [277, samples],
    [279, (4 * samples * bits) / 8],
  ];
  const data = Buffer.alloc(16);
  const directory = Buffer.alloc(2 + entries.length * 12 + 4);
  directory.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, value]] of entries.entries()) {
    directory.writeUInt16LE(tag, 2 + index * 12);
    directory.writeUInt16LE(3, 4 + index * 12);
    directory.writeUInt32LE(1, 6 + index * 12);
    directory.writeUInt16LE(value, 10 + index * 12);
  }
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(head.length + data.length, 4);
  return Buffer.concat([head, data, directory]);
}
