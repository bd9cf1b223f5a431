import { defineRule } from './rule.ts';

export const poseNeedsPeople = defineRule({
  id: 'pose-needs-people',
  severity: 'info',
  summary: 'A ControlNet for poses is trained on pictures of people.',
  source:
    'HunyuanDiT 368280e, hydit/annotator/dwpose/__init__.py:93-98 (nobody found: one body of no points)',
  traps: ['T130'],
  messages: {
    black: () => ({
      message: '`control` is pose, and a picture without people gives a black control image',
      help: 'Nothing tells such pictures apart while training: from them the model learns to go on without a pose. Keep rows with people only, or take `canny` or `depth`.',
    }),
  },
  check({ experiment: { method }, report }) {
    if (method.kind !== 'controlnet' || method.control !== 'pose') return;
    report('black', { at: ['method', 'control'] });
  },
});
