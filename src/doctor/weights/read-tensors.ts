import { type FileHandle, open } from 'node:fs/promises';
import { readBytes, readMember, zipMembers } from '../../disk/zip-members.ts';
import { isCall, isGlobal, itemsOf, type Pickled, readPickle } from './pickle.ts';

/** Names and shapes of the tensors in a file of weights. */
export interface Tensors {
  readonly kind: 'tensors';
  /** Who wrote it. The trainer reads files of `torch.save` only (hydit/utils/tools.py:174-184, commit 368280e). */
  readonly form: 'torch' | 'safetensors';
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** What loading the file would import beyond tensors, as `module.name`. */
  readonly calls: readonly string[];
}

/** A file whose tensors cannot be told. */
export interface Unreadable {
  readonly kind: 'cut off' | 'old form' | 'other form';
}

/** First bytes of a file that PyTorch before 1.6 wrote: a pickle of protocol 2 with a long number (torch/serialization.py, MAGIC_NUMBER). */
const OLD_PICKLE = Buffer.from('80028a0a', 'hex');
const ZIP = Buffer.from('PK', 'latin1');

/** Names and shapes of a file of `torch.save` or safetensors, from its header: no number is read and nothing is executed. */
export async function readTensors(path: string): Promise<Tensors | Unreadable> {
  const file = await open(path);
  try {
    const start = await readBytes(file, 0, 9);
    if (start.subarray(0, 2).equals(ZIP)) return await readTorch(file);
    if (start.subarray(0, 4).equals(OLD_PICKLE)) return { kind: 'old form' };
    return start.at(8) === 0x7b ? await readSafetensors(file) : { kind: 'other form' };
  } finally {
    await file.close();
  }
}

async function readTorch(file: FileHandle): Promise<Tensors | Unreadable> {
  const members = await zipMembers(file);
  if (members === undefined) return { kind: 'cut off' };
  const member = members.find(({ name }) => /^[^/]*\/data\.pkl$/.test(name));
  const bytes = member && (await readMember(file, member));
  if (bytes === undefined) return { kind: 'other form' };
  const { value, globals } = readPickle(bytes);
  const calls = [...globals].filter((name) => !HARMLESS.test(name));
  if (value === undefined && calls.length === 0) return { kind: 'other form' };
  return { kind: 'tensors', form: 'torch', shapes: shapesOf(value), calls };
}

/**
 * What a file of tensors, and a checkpoint of the trainer with its arguments, may name. torch.load would call anything else too when it is
 * told to load more than weights, and the trainer's own checkpoints need that.
 */
const HARMLESS =
  /^(torch\._utils\._rebuild_(tensor_v2|parameter)|torch\.(\w+Storage|Size|device|float16|bfloat16|float32|float64)|torch\.storage\.(Untyped|Typed)Storage|torch\.nn\.parameter\.Parameter|torch\.serialization\._get_layout|collections\.OrderedDict|argparse\.Namespace)$/;

/** The state dict, bare or below `module` as in a checkpoint (hydit/utils/tools.py:181-184, commit 368280e). */
function shapesOf(value: Pickled | undefined): ReadonlyMap<string, readonly number[]> {
  const items = itemsOf(value);
  const state = itemsOf(items?.get('module')) ?? items ?? new Map<Pickled, Pickled>();
  const shapes = new Map<string, readonly number[]>();
  for (const [name, tensor] of state) {
    const shape = shapeOf(tensor);
    if (typeof name === 'string' && shape) shapes.set(name, shape);
  }
  return shapes;
}

function shapeOf(value: Pickled): readonly number[] | undefined {
  if (!isCall(value) || !isGlobal(value.callee) || !Array.isArray(value.args)) return undefined;
  const [first, , size] = value.args;
  if (value.callee.global === 'torch._utils._rebuild_parameter') return shapeOf(first ?? null);
  if (value.callee.global !== 'torch._utils._rebuild_tensor_v2' || !Array.isArray(size)) return undefined;
  return size.filter((length) => typeof length === 'number');
}

/** Bytes of a header that are read at most: 1305 tensors take 150 kB. */
const LARGEST_HEADER = 2 ** 26;

/** Length of the header, header as JSON, numbers (github.com/huggingface/safetensors, README.md, "Format"). */
async function readSafetensors(file: FileHandle): Promise<Tensors | Unreadable> {
  const length = Number((await readBytes(file, 0, 8)).readBigUInt64LE());
  const { size } = await file.stat();
  if (length > LARGEST_HEADER) return { kind: 'other form' };
  const header = parseHeader((await readBytes(file, 8, length)).toString('utf8'));
  if (header === undefined) return { kind: size < 8 + length ? 'cut off' : 'other form' };
  const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const end = Math.max(0, ...tensors.map(([, { data_offsets: offsets }]) => offsets?.[1] ?? 0));
  if (size < 8 + length + end) return { kind: 'cut off' };
  return {
    kind: 'tensors',
    form: 'safetensors',
    shapes: new Map(tensors.map(([name, { shape }]) => [name, shape ?? []])),
    calls: [],
  };
}

interface SafetensorsEntry {
  readonly shape?: readonly number[];
  readonly data_offsets?: readonly number[];
}

function parseHeader(text: string): Readonly<Record<string, SafetensorsEntry>> | undefined {
  try {
    const header: unknown = JSON.parse(text);
    const isMap = typeof header === 'object' && header !== null && !Array.isArray(header);
    // Entries of another form have neither member: they match no tensor that is looked for.
    return isMap && Object.values(header).every((entry) => typeof entry === 'object' && entry !== null)
      ? (header as Record<string, SafetensorsEntry>)
      : undefined;
  } catch {
    return undefined;
  }
}
