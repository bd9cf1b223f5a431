import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import { closedBlocks, type Field, openBlocks, removedKeys } from '../../generated/deepspeed-keys.ts';
import { nearest } from '../../schema/wording.ts';
import { findingAt, type Saying } from '../../source/finding.ts';
import { at, type JsonNode, type Member } from '../json/node.ts';
import { homeOf } from './homes.ts';
import { autoIn, sayValue } from './value.ts';

/** Findings about the keys and values of the blocks: pydantic's refuse what they do not know, the others pass over it. */
export function judgeBlocks(file: SourceFile, root: JsonNode): readonly Diagnostic[] {
  if (root.kind !== 'object') return [];
  return root.members.flatMap(({ key, value }) => {
    const block = closedBlocks[key.value];
    if (block && Object.hasOwn(closedBlocks, key.value)) return judgeTopBlock(file, { key, value }, block);
    const keys = Object.hasOwn(openBlocks, key.value) ? openBlocks[key.value] : undefined;
    return keys ? judgeOpen(file, { key, value }, keys) : [];
  });
}

function judgeTopBlock(file: SourceFile, { key, value }: Member, field: Field): readonly Diagnostic[] {
  if (key.value === 'zero_optimization' && value.kind === 'word' && value.value !== null)
    return [findingAt(file, key.start, value.end, BOOLEAN_ZERO)];
  // `bf16: null` makes DeepSpeed look for `bfloat16` (runtime/precision_config.py).
  if (key.value === 'bf16' && value.kind === 'word' && value.value === null) return [];
  return judgeField(file, key.value, { key, value }, field);
}

const BOOLEAN_ZERO: Saying = {
  code: 'deepspeed/deprecated-key',
  severity: 'warning',
  message: '`zero_optimization` as `true` or `false` is deprecated',
  help: 'DeepSpeed takes it for stage 1 or 0. Write `{"stage": 1}` or `{"stage": 0}`.',
};

function judgeField(
  file: SourceFile,
  name: string,
  { key, value }: Member,
  field: Field,
): readonly Diagnostic[] {
  if (value.kind === 'text' && value.value === 'auto' && field.type !== 'text' && field.type !== 'any')
    return [findingAt(file, key.start, value.end, autoIn(name))];
  const saying = sayValue(name, field, value);
  const own = saying ? [findingAt(file, key.start, value.end, saying)] : [];
  return value.kind === 'object' && field.keys
    ? [...own, ...value.members.flatMap((member) => judgeMember(file, name, member, field.keys ?? {}, value))]
    : own;
}

function judgeMember(
  file: SourceFile,
  above: string,
  member: Member,
  keys: Readonly<Record<string, Field>>,
  block: JsonNode,
): readonly Diagnostic[] {
  const name = member.key.value;
  const say = (saying: Saying): Diagnostic => findingAt(file, member.key.start, member.key.end, saying);
  if (above === 'zero_optimization' && removedKeys.zero.includes(name))
    return [say(removedKey(`${above}.${name}`))];
  const field = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (!field) return [say(unknownKey(above, name, Object.keys(keys)))];
  const findings = judgeField(file, `${above}.${name}`, member, field);
  if (field.alias !== undefined && at(block, field.alias))
    return [...findings, say(bothNames(above, name, field.alias))];
  if (field.instead === undefined) return findings;
  return [
    ...findings,
    say(deprecatedKey(above, name, field.instead, at(block, field.instead) !== undefined)),
  ];
}

export const removedKey = (name: string): Saying => ({
  code: 'deepspeed/removed-key',
  message: `what \`${name}\` switched on was removed from DeepSpeed`,
  help: 'DeepSpeed 0.19.8 refuses a file that has the key, and older versions did not all know it. Delete it.',
});

function unknownKey(above: string, name: string, known: readonly string[]): Saying {
  const home = homeOf(name, `${above}.${name}`);
  if (home !== undefined)
    return {
      code: 'deepspeed/misplaced-key',
      message: `\`${name}\` does not belong into \`${above}\`; the key is \`${home}\``,
      help: `DeepSpeed refuses unknown keys in this block and stops before training. ${home.includes('.') ? 'Move it there.' : 'Move it to the top level.'}`,
    };
  const near = nearest(name, known);
  return {
    code: 'deepspeed/unknown-key',
    message: `\`${above}\` has no key \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    help: 'DeepSpeed refuses unknown keys in this block and stops before training. Delete it, or correct its name.',
  };
}

const bothNames = (above: string, name: string, full: string): Saying => ({
  code: 'deepspeed/key-twice',
  message: `\`${above}\` has \`${name}\` and \`${full}\`, which are the same key`,
  help: 'Only one of them counts, and DeepSpeed refuses the other one. Delete one of them.',
});

const deprecatedKey = (above: string, name: string, instead: string, both: boolean): Saying => ({
  code: 'deepspeed/deprecated-key',
  severity: both ? 'error' : 'warning',
  message: `\`${above}.${name}\` is deprecated${instead === '' ? '' : `; it became \`${instead}\``}`,
  help: both
    ? `DeepSpeed refuses it beside \`${instead}\`. Delete the deprecated one.`
    : `DeepSpeed still takes it and warns. ${instead.startsWith('offload') ? `Write \`"${instead.split(' ')[0]}": {"device": "cpu", "pin_memory": true}\`.` : `Write \`${instead}\`.`}`,
});

function judgeOpen(
  file: SourceFile,
  { key, value }: Member,
  known: readonly string[],
): readonly Diagnostic[] {
  if (value.kind === 'word' && value.value === null && key.value === 'aio') return [];
  if (value.kind !== 'object') {
    const saying = sayValue(key.value, { type: 'block' }, value);
    return saying ? [findingAt(file, key.start, value.end, saying)] : [];
  }
  return value.members
    .filter((member) => !known.includes(member.key.value))
    .map((member) => {
      const name = member.key.value;
      const near = nearest(name, known);
      return findingAt(file, member.key.start, member.key.end, {
        code: 'deepspeed/ignored-key',
        severity: 'warning',
        message: `\`${key.value}\` has no key \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
        help: 'DeepSpeed passes over unknown keys in this block without a word. Delete it, or correct its name.',
      });
    });
}
