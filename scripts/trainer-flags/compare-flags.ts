import type { TrainerFlag } from '../../src/generated/trainer-flags.ts';

/** What of a flag is compared, in the words of the answer. */
const PARTS: readonly (readonly [word: string, part: keyof TrainerFlag])[] = [
  ['takes', 'form'],
  ['type', 'type'],
  ['choices', 'choices'],
  ['sets', 'sets'],
  ['stored as', 'dest'],
  ['default', 'default'],
];

/** What another parser has added, removed or changed, one line each. */
export function compareFlags(
  known: readonly TrainerFlag[],
  other: readonly TrainerFlag[],
): readonly string[] {
  const before = byName(known);
  const after = byName(other);
  return [
    ...[...after.keys()].filter((name) => !before.has(name)).map((name) => `added: ${name}`),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `removed: ${name}`),
    ...[...before].flatMap(([name, flag]) => changesOf(name, flag, after.get(name))),
  ];
}

function byName(flags: readonly TrainerFlag[]): ReadonlyMap<string, TrainerFlag> {
  return new Map(flags.flatMap((flag) => flag.names.map((name) => [name, flag] as const)));
}

function changesOf(name: string, flag: TrainerFlag, other: TrainerFlag | undefined): readonly string[] {
  if (other === undefined) return [];
  return PARTS.flatMap(([word, part]) => {
    const [was, is] = [flag[part], other[part]].map((value) => JSON.stringify(value));
    return was === is ? [] : [`changed: ${name}: ${word} ${was}, now ${is}`];
  });
}
