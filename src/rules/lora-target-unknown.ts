import { linearModules, updatedModules } from '../memory/linear-modules.ts';
import { listOf, nearest } from '../schema/wording.ts';
import { defineRule } from './rule.ts';

export const loraTargetUnknown = defineRule({
  id: 'lora-target-unknown',
  severity: 'error',
  summary: 'Every target of a LoRA is the name, or the end of the name, of a linear layer.',
  source:
    'HunyuanDiT 368280e, hydit/modules/models.py (names); PEFT, tuners/tuners_utils.py (an unknown target raises)',
  traps: ['T74'],
  messages: {
    unknown: (p: { target: string; meant: string | undefined; names: readonly string[] }) => ({
      message: `no linear layer has a name that ends with \`${p.target}\``,
      help: `${p.meant === undefined ? '' : `Perhaps \`${p.meant}\` is meant. `}In the blocks there are ${listOf(p.names, 'and')}.`,
    }),
  },
  check({ experiment: { method, model }, report }) {
    if (method.kind !== 'lora') return;
    method.targets.forEach((target, index) => {
      if (updatedModules(model, [target]).length > 0) return;
      const modules = linearModules(model.size, model.version);
      const names = [...new Set(modules.flatMap(({ name }) => /^blocks\.\d+\.(.+)$/.exec(name)?.[1] ?? []))];
      const ends = names
        .flatMap((name) => [name.split('.').at(-1) ?? name, name])
        .filter((end) => !/^\d+$/.test(end));
      const meant = nearest(target, ends);
      report('unknown', {
        at: ['method', 'targets', index],
        with: { target, meant, names },
        ...(meant !== undefined && { replacement: meant }),
      });
    });
  },
});
