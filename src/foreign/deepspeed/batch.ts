import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { findingAt } from '../../source/finding.ts';
import type { Beside } from '../beside.ts';
import { at, type JsonNode, memberOf } from '../json/node.ts';

/** The three numbers of the batch: any two are enough, three have to fit (runtime/config.py `_batch_assertion`). */
export function judgeBatch(file: SourceFile, root: JsonNode, beside: Beside): readonly Diagnostic[] {
  return [...judgeProduct(file, root, beside), ...judgeAgainst(file, root, beside)];
}

function judgeProduct(file: SourceFile, root: JsonNode, { world }: Beside): readonly Diagnostic[] {
  const all = memberOf(root, 'train_batch_size');
  const total = numberAt(root, 'train_batch_size');
  const micro = numberAt(root, 'train_micro_batch_size_per_gpu');
  const steps = numberAt(root, 'gradient_accumulation_steps');
  if (!all && !memberOf(root, 'train_micro_batch_size_per_gpu'))
    return [
      findingAt(file, root.start, root.start + 1, {
        code: 'deepspeed/batch',
        message: 'the file says no batch',
        help: 'DeepSpeed needs `train_micro_batch_size_per_gpu` and `gradient_accumulation_steps`, and stops without. They equal `--batch-size` and `--grad-accu-steps` of the trainer.',
      }),
    ];
  if (!all || total === undefined || micro === undefined || steps === undefined) return [];
  const say = (severity: 'error' | 'warning', message: string, help: string): readonly Diagnostic[] => [
    findingAt(file, all.key.start, all.value.end, { code: 'deepspeed/batch', severity, message, help }),
  ];
  if (world !== undefined && total !== micro * steps * world)
    return say(
      'error',
      `\`train_batch_size\` is \`${total}\`, not ${micro} × ${steps} × ${world} = \`${micro * steps * world}\``,
      'It is the micro-batch times the accumulation times the GPUs, and DeepSpeed stops where it is not. Leave it out: DeepSpeed computes it.',
    );
  const fits = total / (micro * steps);
  if (!Number.isInteger(fits))
    return say(
      'error',
      `\`train_batch_size\` is \`${total}\`, which is no multiple of ${micro} × ${steps}`,
      'It is the micro-batch times the accumulation times the GPUs, and DeepSpeed stops where it is not. Leave it out: DeepSpeed computes it.',
    );
  if (fits === 1) return [];
  return say(
    'warning',
    `\`train_batch_size\` of \`${total}\` is right on ${fits} GPUs only`,
    'DeepSpeed stops on any other number. It is also compared with a single process while the trainer builds the model, and stops there, too. Leave it out: DeepSpeed computes it.',
  );
}

/** The trainer cuts its data by its own flags: DeepSpeed would count and accumulate other steps than the experiment. */
function judgeAgainst(
  file: SourceFile,
  root: JsonNode,
  { world, batch, microBatch }: Beside,
): readonly Diagnostic[] {
  if (world === undefined || batch === undefined || microBatch === undefined) return [];
  const wanted = {
    train_micro_batch_size_per_gpu: microBatch,
    gradient_accumulation_steps: batch / (microBatch * world),
  };
  return Object.entries(wanted).flatMap(([key, value]) => {
    const member = memberOf(root, key);
    const written = numberAt(root, key);
    if (member === undefined || written === undefined || written === value || !Number.isInteger(value))
      return [];
    return [
      findingAt(file, member.key.start, member.value.end, {
        code: 'deepspeed/batch',
        message: `\`${key}\` is \`${written}\`, and the experiment has \`${value}\``,
        help: `Its batch of ${batch} is ${microBatch} images a GPU, ${world} GPUs and ${wanted.gradient_accumulation_steps} micro-steps. The trainer reads its data by these numbers.`,
      }),
    ];
  });
}

function numberAt(root: JsonNode, key: string): number | undefined {
  const node = at(root, key);
  return node?.kind === 'number' && node.value > 0 ? node.value : undefined;
}
