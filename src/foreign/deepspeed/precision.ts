import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import { at, type JsonNode, memberOf, plain } from '../json/node.ts';

const isOn = (node: JsonNode | undefined): boolean => {
  const value = node && plain(node);
  return value === true || value === 1 || (typeof value === 'string' && /^(1|on|t|true|y|yes)$/i.test(value));
};

/** The trainer halves the model to fp16 itself (hydit/modules/attn_layers.py, commit 368280e); DeepSpeed has to know of it. */
export function judgePrecision(file: SourceFile, root: JsonNode): readonly Diagnostic[] {
  const fp16 = isOn(at(root, 'fp16', 'enabled'));
  const other = memberOf(root, 'bf16') ?? memberOf(root, 'bfloat16');
  if (other && isOn(at(other.value, 'enabled')))
    return [findingAt(file, other.key.start, other.key.end, fp16 ? BOTH : BF16)];
  const states = memberOf(other?.value, 'bf16_optimizer_states');
  if (states && isOn(states.value) && !isOn(at(other?.value, 'bf16_master_weights_and_grads')))
    return [findingAt(file, states.key.start, states.value.end, BF16_STATES)];
  const block = memberOf(root, 'fp16');
  const place = block?.key;
  if (!fp16) return [findingAt(file, place?.start ?? root.start, place?.end ?? root.start + 1, NO_FP16)];
  return judgeScaling(file, block?.value);
}

/** A number, or a text that becomes one. */
const numberIn = (node: JsonNode): number =>
  node.kind === 'number' || node.kind === 'text' ? Number(node.value) : NaN;

/** DeepSpeed checks the numbers of dynamic loss scaling only where it is on (runtime/precision_config.py). */
function judgeScaling(file: SourceFile, block: JsonNode | undefined): readonly Diagnostic[] {
  const scale = memberOf(block, 'loss_scale');
  if (scale && numberIn(scale.value) < 0)
    return [
      findingAt(file, scale.key.start, scale.value.end, {
        code: 'deepspeed/out-of-range',
        message: `\`fp16.loss_scale\` is \`${numberIn(scale.value)}\` and has to be 0 or above`,
        help: 'DeepSpeed refuses the file. Write 0, which lets it find the scale.',
      }),
    ];
  if (scale && numberIn(scale.value) !== 0) return [];
  return ['loss_scale_window', 'min_loss_scale'].flatMap((name) => {
    const member = memberOf(block, name);
    const value = member ? numberIn(member.value) : NaN;
    if (!member || !(value <= 0)) return [];
    return [
      findingAt(file, member.key.start, member.value.end, {
        code: 'deepspeed/out-of-range',
        message: `\`fp16.${name}\` is \`${value}\` and has to be above 0`,
        help: 'The loss scale could not be raised, or would fall to nothing. DeepSpeed refuses the file.',
      }),
    ];
  });
}

const BOTH: Saying = {
  code: 'deepspeed/precision',
  message: '`bf16` and `fp16` are both on',
  help: 'DeepSpeed stops: it computes in one of them. This trainer computes in fp16 only; write `"bf16": {"enabled": false}`.',
};

const BF16_STATES: Saying = {
  code: 'deepspeed/precision',
  message: '`bf16_optimizer_states` needs `bf16_master_weights_and_grads`',
  help: 'DeepSpeed refuses the file, even where bf16 is off. Delete it: this trainer computes in fp16.',
};

const BF16: Saying = {
  code: 'deepspeed/precision',
  message: '`bf16` is on, and this trainer computes in fp16',
  help: 'HunyuanDiT halves the model to fp16 itself, whatever DeepSpeed is told. Write `"fp16": {"enabled": true}` and `"bf16": {"enabled": false}`.',
};

const NO_FP16: Saying = {
  code: 'deepspeed/precision',
  severity: 'warning',
  message: '`fp16` is not on',
  help: 'HunyuanDiT halves the model to fp16 itself. Without fp16 in DeepSpeed there are no fp32 copies and no loss scaling, and small updates are lost. Write `"fp16": {"enabled": true}`.',
};
