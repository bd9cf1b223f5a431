import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { listOf } from '../../schema/wording.ts';
import { findingAt } from '../../source/finding.ts';
import { at, type JsonNode, memberOf } from '../json/node.ts';

/** Schedules whose `step` takes the keyword with which the trainer calls it (DeepSpeed 0.19.8 runtime/lr_schedules.py). */
const SCHEDULES = ['WarmupLR', 'WarmupDecayLR', 'WarmupCosineLR'];

/** The optimizer and the schedule: the trainer gives DeepSpeed none of its own. */
export function judgeOptimizer(file: SourceFile, root: JsonNode): readonly Diagnostic[] {
  return [...judgeParameters(file, root), ...judgeSchedule(file, root)];
}

function judgeParameters(file: SourceFile, root: JsonNode): readonly Diagnostic[] {
  const optimizer = memberOf(root, 'optimizer');
  if (!at(optimizer?.value, 'type'))
    return [
      findingAt(file, optimizer?.key.start ?? root.start, optimizer?.key.end ?? root.start + 1, {
        code: 'deepspeed/no-optimizer',
        severity: 'warning',
        message: optimizer ? '`optimizer` has no `type`' : 'the file has no `optimizer`',
        help: 'The trainer gives DeepSpeed none, so nothing would be trained. Write `"optimizer": {"type": "AdamW", "params": {"lr": 1e-4}}`.',
      }),
    ];
  const norm = memberOf(at(optimizer?.value, 'params'), 'max_grad_norm');
  return norm
    ? [
        findingAt(file, norm.key.start, norm.key.end, {
          code: 'deepspeed/misplaced-key',
          message: '`max_grad_norm` is no parameter of an optimizer; the key is `gradient_clipping`',
          help: 'DeepSpeed stops when it makes the optimizer. Move the number to `gradient_clipping` at the top level.',
        }),
      ]
    : [];
}

function judgeSchedule(file: SourceFile, root: JsonNode): readonly Diagnostic[] {
  const type = at(root, 'scheduler', 'type');
  if (type?.kind !== 'text') return [];
  if (!SCHEDULES.includes(type.value))
    return [
      findingAt(file, type.start, type.end, {
        code: 'deepspeed/scheduler',
        message: `the schedule \`${type.value}\` cannot be used with this trainer`,
        help: `The trainer tells a schedule which update it is at; this one does not take that, and DeepSpeed steps it by the batch size instead, to wrong rates. Take ${listOf(SCHEDULES, 'or')}.`,
      }),
    ];
  const steps = memberOf(at(root, 'scheduler', 'params'), 'warmup_num_steps');
  if (
    !steps ||
    (steps.value.kind === 'number' && Number.isInteger(steps.value.value) && steps.value.value > 0)
  )
    return [];
  return [
    findingAt(file, steps.key.start, steps.value.end, {
      code: 'deepspeed/scheduler',
      message: '`warmup_num_steps` is not a whole number above 0',
      help: 'The schedules of DeepSpeed divide by it. Write the updates of the warm-up, 1 for none.',
    }),
  ];
}
