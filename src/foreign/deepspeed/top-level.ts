import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { type Field, removedKeys, topKeys } from '../../generated/deepspeed-keys.ts';
import { nearest } from '../../schema/wording.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import type { JsonNode, Member } from '../json/node.ts';
import { removedKey } from './blocks.ts';
import { homeOf } from './homes.ts';
import { sayValue } from './value.ts';

/** Keys of the top level with one value. Nothing converts them: a text is true, and fails where it is compared with a number. */
const SINGLE: Readonly<Record<string, Field>> = {
  train_batch_size: { type: 'int', above: 0 },
  train_micro_batch_size_per_gpu: { type: 'int', above: 0 },
  gradient_accumulation_steps: { type: 'int', above: 0 },
  steps_per_print: { type: 'int', above: 0, nullable: true },
  gradient_clipping: { type: 'float', min: 0 },
  gradient_predivide_factor: { type: 'float', above: 0 },
  prescale_gradients: { type: 'bool' },
  wall_clock_breakdown: { type: 'bool' },
  memory_breakdown: { type: 'bool' },
  dump_state: { type: 'bool' },
  disable_allgather: { type: 'bool' },
  zero_allow_untested_optimizer: { type: 'bool' },
  zero_force_ds_cpu_optimizer: { type: 'bool' },
};

/** Findings about the keys of the top level, a plain dict: what DeepSpeed does not look for there, it never sees (runtime/config.py). */
export function judgeTopLevel(file: SourceFile, root: JsonNode): readonly Diagnostic[] {
  if (root.kind !== 'object') return [findingAt(file, root.start, root.end, NO_OBJECT)];
  return root.members.flatMap((member) => {
    const { key, value } = member;
    if (removedKeys.top.includes(key.value))
      return [findingAt(file, key.start, key.end, removedKey(key.value))];
    if (!topKeys.includes(key.value)) return [findingAt(file, key.start, key.end, unreadKey(key.value))];
    return judgeSingle(file, member, value);
  });
}

const NO_OBJECT: Saying = {
  code: 'deepspeed/wrong-type',
  message: 'the file is not a block of keys in braces',
  help: 'A DeepSpeed configuration is one JSON object.',
};

function judgeSingle(file: SourceFile, { key, value }: Member, node: JsonNode): readonly Diagnostic[] {
  const field = Object.hasOwn(SINGLE, key.value) ? SINGLE[key.value] : undefined;
  if (value.kind === 'text' && value.value === 'auto')
    return [findingAt(file, key.start, value.end, autoOf(key.value))];
  const saying = field && sayValue(key.value, field, node);
  if (!saying) return [];
  const converted = saying.code === 'deepspeed/converted';
  return [findingAt(file, key.start, value.end, converted ? { ...saying, ...UNCONVERTED } : saying)];
}

const UNCONVERTED: Pick<Saying, 'code' | 'help' | 'severity'> = {
  code: 'deepspeed/wrong-type',
  severity: 'error',
  help: 'DeepSpeed converts nothing at the top level: any text is true, and a text that is compared with a number stops it. Write the value without quotes.',
};

const autoOf = (name: string): Saying => ({
  code: 'deepspeed/auto',
  message: `nothing fills \`auto\` of \`${name}\` here`,
  help: 'Only the Trainer of Hugging Face and accelerate fill it; here DeepSpeed meets the text and stops. Write the number.',
});

/** A name that is meant for another place is an error, since what it asks for does not happen; one that nobody knows is a warning. */
function unreadKey(name: string): Saying {
  const home = homeOf(name, name);
  const near = nearest(name, topKeys);
  const ignored = 'DeepSpeed does not look for it at the top level and passes over it without a word.';
  if (home !== undefined)
    return {
      code: 'deepspeed/misplaced-key',
      message: `\`${name}\` is ignored; the key is \`${home}\``,
      help: `${ignored} ${home.endsWith('offload_param') ? 'It needs stage 3, too.' : 'Move it there.'}`,
    };
  return {
    code: 'deepspeed/ignored-key',
    severity: 'warning',
    message: `\`${name}\` is ignored${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    help: `${ignored} Delete it, or correct its name.`,
  };
}
