import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSource } from '../../src/pack/check-source.ts';
import { formatPlace } from '../../src/pack/data-finding.ts';
import { makeFolder, makePng, packStep } from './porcelain.ts';

function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/images/${name}`, import.meta.url));
}

/** Findings as `severity reason place`, in order. */
async function check(
  files: Record<string, string | Uint8Array>,
  prepare?: (root: string) => void,
): Promise<string[]> {
  const root = makeFolder(files);
  prepare?.(root);
  const { fileError, findings } = await checkSource(packStep(), { root });
  expect(existsSync(join(root, 'packed'))).toBe(false);
  if (fileError !== undefined)
    return [`${fileError.severity} ${fileError.reason} ${formatPlace(fileError.place)}`];
  return findings.flatMap(({ severity, reason, examples }) =>
    examples.map(({ place }) => `${severity} ${reason} ${formatPlace(place)}`),
  );
}

describe('a data check without packing', () => {
  test('is silent about good data', async () => {
    const csv = 'image_path,text\n0.png,一只狗，坐着：“开心”\n1.png,"a, b"\n2.png,007\n';
    const images = { '0.png': makePng(64, 48, 1), '1.png': makePng(64, 48, 2), '2.png': makePng(64, 48, 3) };
    expect(await check({ 'porcelain.csv': csv, ...images })).toEqual([]);
  });

  test('hands an error of the CSV back as data', async () => {
    expect(await check({ 'porcelain.csv': 'image_path;text\n0.png;red\n' })).toEqual([
      'error csv-separator porcelain.csv:1:11',
    ]);
  });

  test.each([
    ['cut-in-the-middle.jpg', 'error truncated-image'],
    ['gray16.png', 'error grey-16-bit'],
    ['svg-as.png', 'error unsupported-format'],
    ['heic-as.jpg', 'error unsupported-format'],
    ['bomb_178956971px.png', 'error too-many-pixels'],
    ['cmyk-adobe.jpg', 'warning cmyk-image'],
    ['lying.jpg', 'warning exif-orientation'],
    ['animated.gif', 'warning animated-image'],
    ['transparent.png', 'warning alpha-channel'],
    ['strip.png', 'warning long-strip'],
    ['jpeg-as.png', 'info misnamed-image'],
  ])('says of %s: %s', async (name, expected) => {
    const found = await check({
      'porcelain.csv': `image_path,text\n${name},a picture\n`,
      [name]: fixture(name),
    });
    expect(found).toContain(`${expected} porcelain.csv:2:1`);
  });

  test('tells every trouble of a row at its own place', async () => {
    const csv = 'image_path,text\n0.png,N/A\nhttp://example.org/1.png,x\n2.png,na\uFFFDve\nloop.png,-nan\n';
    const images = { '0.png': makePng(64, 48, 1), '2.png': makePng(64, 48, 2) };
    const found = await check({ 'porcelain.csv': csv, ...images }, (root) =>
      symlinkSync('loop.png', join(root, 'loop.png')),
    );
    expect(found).toEqual([
      'error link-loop porcelain.csv:5:1',
      'error image-url porcelain.csv:3:1',
      'warning null-word porcelain.csv:2:7',
      'warning null-word porcelain.csv:5:10',
      'warning mojibake porcelain.csv:4:9',
    ]);
  });

  test('finds columns behind quotes and line breaks', async () => {
    const csv = 'text,image_path\n"a, ""b""",0.png\n"first\nsecond",1.png\n';
    expect(await check({ 'porcelain.csv': csv })).toEqual([
      'error missing-image porcelain.csv:2:12',
      'error missing-image porcelain.csv:4:9',
    ]);
  });
});
