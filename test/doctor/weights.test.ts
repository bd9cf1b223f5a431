import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wantedByAny, type WantedWeights } from '../../src/doctor/wanted.ts';
import { checkWeights } from '../../src/doctor/weights.ts';
import { judgeTensors } from '../../src/doctor/weights/judge-tensors.ts';
import { readPickle } from '../../src/doctor/weights/pickle.ts';
import { readTensors } from '../../src/doctor/weights/read-tensors.ts';
import { makeFolder } from '../support/ditc.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';

/** Names and shapes of the real models' state dicts (hydit/modules/models.py, commit 368280e), `blocks.0-39.` for forty of them. */
const NAMES = JSON.parse(readFileSync(new URL('state-dicts.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, number[]>
>; // our own fixture

/** What the doctor says of a file as the weights of an experiment. */
async function judged(folder: string, file: string, change: Partial<WantedWeights> = {}): Promise<string> {
  const weights = { path: join(folder, file), shown: file, version: 'v1.2', size: 'g/2', ...change } as const;
  const [check] = await checkWeights({ ...wantedByAny(folder), weights });
  return `${check?.status}: ${check?.found}`;
}

it('looks for no file where training starts from scratch', async () => {
  expect(await checkWeights({ ...wantedByAny('.'), weights: 'none' })).toEqual([]);
});

describe.skipIf(!hasPythonModule('torch'))('files of torch.save', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ditc-weights-'));
  beforeAll(() => void runPython('test/doctor/write-weights.py', { folder, names: NAMES }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['v1.2 g2.pt', {}, 'ok: `v1.2 g2.pt`: HunyuanDiT v1.2 g/2'],
    ['v1.1 g2.pt', { version: 'v1.1' }, 'ok: `v1.1 g2.pt`: HunyuanDiT v1.0 or v1.1 g/2'],
    ['v1.1 g2.pt', { version: 'v1.0' }, 'ok: `v1.1 g2.pt`: HunyuanDiT v1.0 or v1.1 g/2'],
    ['v1.2 XL2.pt', { size: 'XL/2' }, 'ok: `v1.2 XL2.pt`: HunyuanDiT v1.2 XL/2'],
    ['plain-dict.pt', {}, 'ok: `plain-dict.pt`: HunyuanDiT v1.2 g/2'],
    ['parameters.pt', {}, 'ok: `parameters.pt`: HunyuanDiT v1.2 g/2'],
    ['checkpoint.pt', {}, 'ok: `checkpoint.pt`: HunyuanDiT v1.2 g/2'],
    ['v1.1 g2.pt', {}, 'missing: `v1.1 g2.pt` has HunyuanDiT v1.0 or v1.1 g/2, wanted is v1.2 g/2'],
    ['v1.2 g2.pt', { version: 'v1.1' }, 'missing: `v1.2 g2.pt` has HunyuanDiT v1.2 g/2, wanted is v1.1 g/2'],
    ['v1.1 XL2.pt', {}, 'missing: `v1.1 XL2.pt` has HunyuanDiT v1.0 or v1.1 XL/2, wanted is v1.2 g/2'],
    ['lora.pt', {}, 'missing: `lora.pt` has a LoRA, not the model that it is put on, wanted is v1.2 g/2'],
    ['other.pt', {}, 'missing: `other.pt` has no tensor `mlp_t5.0.weight`, wanted is v1.2 g/2'],
    ['list.pt', {}, 'missing: `list.pt` has no tensors, wanted is v1.2 g/2'],
    ['cut.pt', {}, 'missing: `cut.pt` is cut off'],
    [
      'old.pt',
      {},
      'missing: `old.pt` is in the form of PyTorch before 1.6, whose tensors cannot be told without executing it',
    ],
    ['hostile.pt', {}, 'missing: `hostile.pt` would call `posix.mkdir` when it is loaded'],
    ['absent.pt', {}, 'missing: no file `absent.pt`'],
    ['.', {}, 'missing: `.` cannot be read (EISDIR)'],
  ] as const)('%s %o', async (file, change, says) => {
    expect(await judged(folder, file, change)).toBe(says);
  });

  it('are read whole: every name and shape of the real model', async () => {
    const tensors = await readTensors(join(folder, 'v1.1 g2.pt'));
    if (tensors.kind !== 'tensors') throw new Error(tensors.kind);
    expect(tensors.calls).toEqual([]);
    expect(tensors.shapes.size).toBe(1305); // as the real model on the meta device has
    expect(tensors.shapes.get('blocks.39.skip_linear.weight')).toEqual([1408, 2816]);
    expect(tensors.shapes.get('text_embedding_padding')).toEqual([333, 1024]);
    expect(tensors.shapes.get('extra_embedder.0.bias')).toEqual([5632]);
  });

  it('are never executed', async () => {
    await readTensors(join(folder, 'hostile.pt'));
    expect(existsSync(join(folder, 'executed'))).toBe(false);
    const load = 'import sys, torch; torch.load(sys.argv[1], weights_only=False); print("{}")';
    const script = join(folder, 'load.py');
    writeFileSync(script, load);
    runPython(script, {}, join(folder, 'hostile.pt'));
    expect(existsSync(join(folder, 'executed'))).toBe(true); // the file is what it is said to be
  });
});

describe('any file', () => {
  const WHOLE = judgeableHeader(Object.fromEntries(Object.entries(NAMES['v1.2 g/2'] ?? {}).flatMap(expand)));
  const V12 = judgeableHeader({ 'mlp_t5.0.weight': [8192, 2048] });

  it.each([
    [
      'the model as safetensors',
      WHOLE,
      'has HunyuanDiT v1.2 g/2 as safetensors, which the trainer does not read',
    ],
    ['another model as safetensors', V12, 'has no tensor `mlp_t5.2.weight`'],
    ['safetensors that is cut off', V12.subarray(0, -1), 'is cut off'],
    ['safetensors whose header is cut off', V12.subarray(0, 30), 'is cut off'],
    [
      'another shape',
      judgeableHeader({ 'mlp_t5.0.weight': [4, 2] }),
      '`mlp_t5.0.weight` of 4 × 2 where the model has 8192 × 2048',
    ],
    ['a ControlNet', judgeableHeader({ 'after_proj_list.0.weight': [1] }), 'has a ControlNet'],
    ['diffusers', judgeableHeader({ 'blocks.0.attn1.to_q.weight': [1] }), 'in the form of diffusers'],
    ['nothing', Buffer.alloc(0), 'is neither a file of PyTorch nor of safetensors'],
    [
      'a header without end',
      Buffer.from('ffffffffffffff7f7b7b', 'hex'),
      'is neither a file of PyTorch nor of safetensors',
    ],
    ['a header that is no map', Buffer.from('0100000000000000' + '7b', 'hex'), 'is neither'],
    [
      'an image',
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      'is neither a file of PyTorch nor of safetensors',
    ],
    ['a pointer of Git LFS', Buffer.from('version https://git-lfs.github.com/spec/v1\n'), 'is neither'],
    ['an empty zip', Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1'), 'is neither'],
    [
      'a zip that points outside',
      Buffer.from(`PK\x05\x06${'\0'.repeat(8)}${'\xff'.repeat(8)}\0\0`, 'latin1'),
      'is neither',
    ],
  ])('%s', async (_, content, says) => {
    const folder = makeFolder({ file: content });
    expect(await judged(folder, 'file')).toContain(says);
  });

  it('is judged in no more memory than its header takes', async () => {
    const folder = makeFolder({ file: 'PK' });
    truncateSync(join(folder, 'file'), 2 ** 40);
    expect(statSync(join(folder, 'file')).size).toBe(2 ** 40);
    expect(await judged(folder, 'file')).toBe('missing: `file` is cut off');
  });

  it('ends in a sentence, whatever its bytes are', async () => {
    const folder = makeFolder();
    const start = fc.constantFrom('PK', '\x80\x02', '', '\x10\0\0\0\0\0\0\0{');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (head, bytes) => {
        writeFileSync(join(folder, 'file'), Buffer.concat([Buffer.from(head, 'latin1'), bytes]));
        expect(await judged(folder, 'file')).toMatch(/^missing: `file` (is|has) /);
      }),
    );
  });
});

describe('readPickle', () => {
  it.each([
    ['protocol 0, which calls os.system', "cos\nsystem\n(S'true'\ntR.", 'os.system'],
    [
      'a name that is put together',
      '\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x04true\x85R.',
      'posix.system',
    ],
    ['an instruction that torch.save never writes', 'cbuiltins\neval\n(i', 'builtins.eval'],
  ])('names what %s would import', (_, pickle, name) => {
    expect([...readPickle(Buffer.from(pickle, 'latin1')).globals]).toEqual([name]);
  });

  it.each(['', '.', 'N', 'h\x01.', '\x85.', 't.', 'u.', '\x8a\xff', 'Ns.', 'NNs.', 'c'])(
    'ends at %j',
    (pickle) => {
      expect(readPickle(Buffer.from(pickle, 'latin1')).value).toBeUndefined();
    },
  );

  it('reads plain values of every kind', () => {
    const pickle =
      '\x80\x02(N\x88\x89K\x07M\x00\x01J\xff\xff\xff\xff\x8a\x01\xfeG?\xf0\0\0\0\0\0\0X\x02\0\0\0\xc3\xa9]K\x01a}X\x01\0\0\0aK\x02st.';
    expect(readPickle(Buffer.from(pickle, 'latin1')).value).toEqual([
      null,
      true,
      false,
      7,
      256,
      -1,
      -2n,
      1,
      'é',
      [1],
      new Map([['a', 2]]),
    ]);
  });
});

describe('judgeTensors', () => {
  it.each([
    ['v1.2', 'g/2'],
    ['v1.1', 'XL/2'],
  ] as const)('takes the names of the real model for %s %s', (version, size) => {
    const shapes = new Map(Object.entries(NAMES[`${version} ${size}`] ?? {}).flatMap(expand));
    expect(judgeTensors({ shapes }, { version, size }).isWanted).toBe(true);
    shapes.delete('blocks.7.mlp.fc2.weight');
    expect(judgeTensors({ shapes }, { version, size })).toEqual({
      isWanted: false,
      what: 'no tensor `blocks.7.mlp.fc2.weight`',
    });
  });
});

/** `blocks.3-5.x` as three names. */
function expand([pattern, shape]: [string, number[]]): [string, number[]][] {
  const [whole = '', first, last] = /\.(\d+)-(\d+)\./.exec(pattern) ?? [];
  if (first === undefined) return [[pattern, shape]];
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, at) => [pattern.replace(whole, `.${Number(first) + at}.`), shape]);
}

/** A file of safetensors with these tensors, all of one byte. */
function judgeableHeader(shapes: Readonly<Record<string, readonly number[]>>): Buffer {
  const entries = Object.entries(shapes).map(([name, shape]) => [
    name,
    { dtype: 'U8', shape, data_offsets: [0, 1] },
  ]);
  const header = Buffer.from(
    JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(1)]);
}
