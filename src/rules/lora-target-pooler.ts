import { updatedModules } from '../memory/linear-modules.ts';
import { defineRule } from './rule.ts';

export const loraTargetPooler = defineRule({
  id: 'lora-target-pooler',
  severity: 'warning',
  summary: 'No update is added where it gets no gradient.',
  source: 'HunyuanDiT 368280e, hydit/modules/poolers.py:24-46 (the pooler reads the weights, not the layers)',
  traps: ['T72'],
  messages: {
    partly: (p: { target: string; wasted: readonly string[]; better: string; count: number }) => ({
      message: `\`${p.target}\` also means \`${p.wasted.join('`, `')}\`, which never learns`,
      help: `The pooler goes around its layers, so ${p.count} parameters of the adapter stay 0. Write \`${p.better}\`.`,
    }),
    wholly: (p: { target: string; count: number }) => ({
      message: `\`${p.target}\` is in the pooler only, where an update never learns`,
      help: `The pooler goes around its layers, so ${p.count} parameters of the adapter stay 0. Delete this target.`,
    }),
  },
  check({ experiment: { method, model }, report }) {
    if (method.kind !== 'lora') return;
    method.targets.forEach((target, index) => {
      const matched = updatedModules(model, [target]);
      const inPooler = matched.filter(({ name }) => name.startsWith('pooler.'));
      if (inPooler.length === 0) return;
      const at = ['method', 'targets', index];
      const count = method.rank * inPooler.reduce((sum, module) => sum + module.in + module.out, 0);
      const useful = matched.find(({ name }) => !name.startsWith('pooler.'))?.name;
      if (useful === undefined) {
        report('wholly', { at, with: { target, count } });
        return;
      }
      const better = useful.split('.').slice(-2).join('.');
      const wasted = inPooler.map(({ name }) => name);
      report('partly', { at, with: { target, wasted, better, count }, replacement: better });
    });
  },
});
