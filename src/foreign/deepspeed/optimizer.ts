import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { code, describeValue, listOf, nearest } from '../../schema/wording.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import { at, type JsonNode, type Member, memberOf, plain } from '../json/node.ts';
import { autoIn } from './value.ts';

/** Schedules whose `step` takes the keyword with which the trainer calls it (DeepSpeed 0.19.8 runtime/lr_schedules.py). */
const SCHEDULES = ['WarmupLR', 'WarmupDecayLR', 'WarmupCosineLR'];

/** Names that DeepSpeed 0.19.8 takes in any case (runtime/config.py `DEEPSPEED_OPTIMIZERS`), and the three that versions before it had. */
const OWN = 'adagrad adam adamw lamb muadam muadamw musgd lion muon onebitadam zerooneadam onebitlamb'.split(
  ' ',
);

/** Classes of torch.optim (PyTorch 2.15), which any other name is looked up in as it is written. */
const TORCH =
  'ASGD Adadelta Adafactor Adagrad Adam AdamW Adamax LBFGS Muon NAdam RAdam RMSprop Rprop SGD SparseAdam'.split(
    ' ',
  );

/** What Adam and AdamW take, with the kind of their values (DeepSpeed 0.19.8, runtime/engine.py and ops/adam). */
const ADAM: Readonly<Record<string, 'number' | 'array' | 'any'>> = {
  lr: 'number',
  betas: 'array',
  eps: 'number',
  weight_decay: 'number',
  bias_correction: 'any',
  amsgrad: 'any',
  adam_w_mode: 'any',
  torch_adam: 'any',
  fp32_optimizer_states: 'any',
  set_grad_none: 'any',
};

/** What `torch_adam` adds (torch.optim.AdamW, PyTorch 2.15). */
const TORCH_ADAM = ['fused', 'foreach', 'maximize', 'capturable', 'differentiable'];

/** The optimizer and the schedule: the trainer gives DeepSpeed none of its own. */
export function judgeOptimizer(file: SourceFile, root: JsonNode): readonly Diagnostic[] {
  const optimizer = memberOf(root, 'optimizer');
  const type = at(optimizer?.value, 'type');
  const params = at(optimizer?.value, 'params');
  return [
    ...(type ? judgeType(file, type) : [noType(file, root, optimizer)]),
    ...(type?.kind === 'text' && /^adamw?$/i.test(type.value) ? judgeAdam(file, params) : []),
    ...judgeNorm(file, params),
    ...judgeSchedule(file, root),
  ];
}

function noType(file: SourceFile, root: JsonNode, optimizer: Member | undefined): Diagnostic {
  const { start, end } = optimizer?.key ?? { start: root.start, end: root.start + 1 };
  return findingAt(file, start, end, {
    code: 'deepspeed/no-optimizer',
    severity: 'warning',
    message: optimizer ? '`optimizer` has no `type`' : 'the file has no `optimizer`',
    help: 'The trainer gives DeepSpeed none, so nothing would be trained. Write `"optimizer": {"type": "AdamW", "params": {"lr": 1e-4}}`.',
  });
}

function judgeType(file: SourceFile, type: JsonNode): readonly Diagnostic[] {
  const name = plain(type);
  if (typeof name === 'string' && (OWN.includes(name.toLowerCase()) || TORCH.includes(name))) return [];
  const near = nearest(name, TORCH);
  return [
    findingAt(file, type.start, type.end, {
      code: 'deepspeed/unknown-optimizer',
      message: `there is no optimizer ${typeof name === 'string' ? code(name) : describeValue(name)}${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
      help: 'DeepSpeed looks for it among its own and in `torch.optim`, and stops before training. The trainer is made for `AdamW`.',
    }),
  ];
}

/** Python refuses a parameter that it does not know, and the first step fails on a text for a number. */
function judgeAdam(file: SourceFile, params: JsonNode | undefined): readonly Diagnostic[] {
  if (params?.kind !== 'object') return [];
  const torchAdam = at(params, 'torch_adam');
  // judgeNorm says where the norm belongs.
  const passed = ['max_grad_norm', ...(torchAdam && plain(torchAdam) === true ? TORCH_ADAM : [])];
  return params.members.flatMap(({ key, value }) => {
    const name = key.value;
    if (passed.includes(name)) return [];
    const kind = Object.hasOwn(ADAM, name) ? ADAM[name] : undefined;
    if (kind === undefined) return [findingAt(file, key.start, key.end, unknownParameter(name))];
    if (name === 'lr' && value.kind === 'number' && value.value > HIGHEST_RATE)
      return [findingAt(file, key.start, value.end, highRate(value.value))];
    if (kind === 'any' || kind === value.kind) return [];
    if (plain(value) === 'auto')
      return [findingAt(file, key.start, value.end, autoIn(`optimizer.params.${name}`))];
    return [
      findingAt(file, key.start, value.end, {
        code: 'deepspeed/wrong-type',
        message: `\`optimizer.params.${name}\` is ${describeValue(plain(value))}, where a ${kind === 'array' ? 'list' : kind} is expected`,
        help: 'DeepSpeed hands it on as it is, and the optimizer fails. Write it without quotes.',
      }),
    ];
  });
}

/** The highest that an experiment takes; above it nothing is learnt. */
const HIGHEST_RATE = 1;

const highRate = (rate: number): Saying => ({
  code: 'deepspeed/rate',
  message: `\`optimizer.params.lr\` is \`${rate}\`, and upstream’s scripts have 0.0001`,
  help: 'The first steps would destroy the model. Is a minus missing in the exponent?',
});

function unknownParameter(name: string): Saying {
  const near = nearest(name, Object.keys(ADAM));
  return {
    code: 'deepspeed/unknown-key',
    message: `Adam has no parameter \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    help: 'DeepSpeed hands it on to the optimizer, which refuses it before training. Delete it, or correct its name.',
  };
}

function judgeNorm(file: SourceFile, params: JsonNode | undefined): readonly Diagnostic[] {
  const norm = memberOf(params, 'max_grad_norm');
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
