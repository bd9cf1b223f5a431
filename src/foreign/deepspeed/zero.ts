import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { modelParameters } from '../../memory/parameters.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import type { Beside } from '../beside.ts';
import { at, type JsonNode, type Member, memberOf } from '../json/node.ts';

/** The larger model of the current version; the older ones have one per cent more. */
const LARGEST = modelParameters({ size: 'g/2', version: 'v1.2' });
/** Buckets below this hold no weight of the model whole. */
const SMALLEST_BUCKET = 1_000_000;

/** What `zero_optimization` says beside its keys: values that exclude each other, and those that are hardly meant. */
export function judgeZero(file: SourceFile, root: JsonNode, beside: Beside): readonly Diagnostic[] {
  const zero = at(root, 'zero_optimization');
  const written = at(zero, 'stage');
  const stage = written?.kind === 'number' ? written.value : 0;
  const say = ({ key, value }: Member, saying: Saying): Diagnostic =>
    findingAt(file, key.start, value.end, saying);
  return [
    ...judgeStage(memberOf(zero, 'stage'), stage, beside, say),
    ...judgeOffload(zero, stage, say),
    ...judgePrescale(root, zero, stage, say),
    ...(stage > 0 ? judgeSizes(zero, stage, beside, say) : []),
  ];
}

type Say = (member: Member, saying: Saying) => Diagnostic;

function judgeStage(
  member: Member | undefined,
  stage: number,
  { lora, ema }: Beside,
  say: Say,
): readonly Diagnostic[] {
  if (!member || stage !== 3) return [];
  return [...(lora ? [say(member, STAGE_3_LORA)] : []), ...(ema ? [say(member, STAGE_3_EMA)] : [])];
}

const STAGE_3_LORA: Saying = {
  code: 'deepspeed/stage-3',
  message: 'stage 3 splits the adapter, and the trainer saves empty tensors',
  help: 'Rank 0 saves what it holds of the adapter, without gathering it (hydit/train_deepspeed.py, commit 368280e). Take stage 2 at most.',
};

const STAGE_3_EMA: Saying = {
  code: 'deepspeed/stage-3',
  message: 'stage 3 splits the weights, and EMA stops at the first update',
  help: 'Split weights have no elements of their own to average (hydit/modules/ema.py, commit 368280e). Take stage 2 at most, or train without EMA.',
};

function judgeOffload(zero: JsonNode | undefined, stage: number, say: Say): readonly Diagnostic[] {
  const offloads = ['offload_optimizer', 'offload_param'].flatMap((name) => {
    const member = memberOf(zero, name);
    const device = at(member?.value, 'device');
    return member && device?.kind === 'text' && device.value !== 'none' ? [{ name, member, device }] : [];
  });
  return offloads.flatMap(({ name, member, device }) => {
    const ratio = at(member.value, 'ratio');
    const least = name === 'offload_param' ? 3 : 1;
    if (stage < least) return [say(member, withoutEffect(name, least))];
    if (device.value === 'nvme' && !at(member.value, 'nvme_path')) return [say(member, noPath(name))];
    if (device.value === 'nvme' && stage < 3) return [say(member, NOT_ON_DISK)];
    return stage < 3 && ratio?.kind === 'number' && ratio.value < 1 ? [say(member, PARTIAL)] : [];
  });
}

const withoutEffect = (name: string, least: number): Saying => ({
  code: 'deepspeed/offload',
  message: `\`${name}\` has no effect below stage ${least}`,
  help: 'DeepSpeed accepts it and leaves everything on the GPU. Delete it, or raise the stage.',
});

const noPath = (name: string): Saying => ({
  code: 'deepspeed/offload',
  message: `\`${name}\` goes to nvme and has no \`nvme_path\``,
  help: 'DeepSpeed needs a folder on a fast local disk. Write `nvme_path`, or take `cpu`.',
});

/** Stages 1 and 2 ask for another device than `none` only (DeepSpeed 0.19.8 runtime/zero/stage_1_and_2.py:220). */
const NOT_ON_DISK: Saying = {
  code: 'deepspeed/offload',
  severity: 'warning',
  message: '`nvme` is main memory below stage 3',
  help: 'DeepSpeed takes the disk in stage 3 only. Write `cpu`, and see that the main memory is large enough.',
};

const PARTIAL: Saying = {
  code: 'deepspeed/offload',
  message: '`ratio` below 1 needs stage 3',
  help: 'DeepSpeed refuses the file: it offloads a part of the optimizer in stage 3 only.',
};

/** Stages 2 and 3 assert it (runtime/zero/stage_1_and_2.py, stage3.py); `reduce_scatter` is on unless it is switched off. */
function judgePrescale(
  root: JsonNode,
  zero: JsonNode | undefined,
  stage: number,
  say: Say,
): readonly Diagnostic[] {
  const prescale = memberOf(root, 'prescale_gradients');
  const scatter = at(zero, 'reduce_scatter');
  if (!prescale || prescale.value.kind !== 'word' || prescale.value.value !== true || stage < 2) return [];
  if (scatter?.kind === 'word' && scatter.value === false) return [];
  return [
    say(prescale, {
      code: 'deepspeed/prescale',
      message: `\`prescale_gradients\` and \`reduce_scatter\` exclude each other`,
      help: `DeepSpeed stops when it makes the optimizer of stage ${stage}${scatter ? '' : '; `reduce_scatter` is on by default'}. Write \`"prescale_gradients": false\`.`,
    }),
  ];
}

function judgeSizes(
  zero: JsonNode | undefined,
  stage: number,
  { trainable }: Beside,
  say: Say,
): readonly Diagnostic[] {
  const room = trainable ?? LARGEST;
  const what = trainable === undefined ? 'the model has' : 'are trained';
  const buckets = ['reduce_bucket_size', 'allgather_bucket_size', ...PREFETCH].flatMap((name) => {
    const member = memberOf(zero, name);
    if (member?.value.kind !== 'number' || (PREFETCH.includes(name) && stage < 3)) return [];
    const size = member.value.value;
    if (size > Math.ceil(room / SMALLEST_BUCKET) * SMALLEST_BUCKET)
      return [say(member, largeBucket(name, size, room, what))];
    return size > 0 && size < SMALLEST_BUCKET ? [say(member, smallBucket(name, size))] : [];
  });
  const kept =
    stage === 3 ? KEEP.map((name) => memberOf(zero, name)).find((member) => member !== undefined) : undefined;
  const isAll = kept?.value.kind === 'number' && kept.value.value >= LARGEST;
  return kept && isAll ? [...buckets, say(kept, KEEPS_ALL)] : buckets;
}

const PREFETCH: readonly string[] = ['stage3_prefetch_bucket_size', 'prefetch_bucket_size'];
const KEEP: readonly string[] = ['stage3_param_persistence_threshold', 'param_persistence_threshold'];

const grouped = (count: number): string => count.toLocaleString('en-US');

const largeBucket = (name: string, size: number, room: number, what: string): Saying => ({
  code: 'deepspeed/bucket',
  severity: 'warning',
  message: `\`${name}\` of ${grouped(size)} elements is larger than the ${grouped(room)} that ${what}`,
  help: `The buffer takes ${(size * 2e-9).toFixed(1)} GB of each GPU for ${(room * 2e-9).toFixed(2)} GB of gradients. A bucket of ${grouped(Math.min(room, 200_000_000))} is enough.`,
});

const smallBucket = (name: string, size: number): Saying => ({
  code: 'deepspeed/bucket',
  severity: 'warning',
  message: `\`${name}\` of ${grouped(size)} elements is smaller than single weights of the model`,
  help: 'Each weight is sent by itself, and most of the time goes into starting transfers. Write 50,000,000 or more.',
});

const KEEPS_ALL: Saying = {
  code: 'deepspeed/persistence',
  severity: 'warning',
  message: 'the persistence threshold is above the model, so stage 3 splits nothing',
  help: `Weights up to it stay whole on each GPU; the largest model has ${grouped(LARGEST)} parameters in all. Upstream's 9e9 is such a value. Write 100,000.`,
};
