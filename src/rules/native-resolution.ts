import { defineRule } from './rule.ts';

/** Pixels a side that every release was trained for. */
const NATIVE = 1024;
const [LOWEST, HIGHEST] = [768, 1536];

export const nativeResolution = defineRule({
  id: 'native-resolution',
  severity: 'warning',
  summary: 'Images are about as large as those that the model was trained on.',
  source: 'HunyuanDiT 368280e, README.md (1024 × 1024 and shapes of that area); Tencent/HunyuanDiT#78',
  traps: [],
  messages: {
    far: (p: { key: string; size: number; share: string; version: string }) => ({
      message: `\`${p.key}\` is ${p.size}, while HunyuanDiT ${p.version} is made for ${NATIVE}`,
      help: `Images of ${p.share} the area shift every position that the model knows: users got near-noise at 512. Take ${NATIVE}, or a value from ${LOWEST} to ${HIGHEST}, unless a long training is to teach the model another size.`,
    }),
  },
  check({ experiment: { resolution, model }, report }) {
    const key = resolution.kind === 'single' ? 'size' : 'base';
    const size = resolution.kind === 'single' ? resolution.size : resolution.base;
    // A model that starts from random numbers knows no size yet.
    if (model.weights === 'random' || (size >= LOWEST && size <= HIGHEST)) return;
    const share = `${Number(((size / NATIVE) ** 2).toPrecision(2))} times`;
    report('far', { at: ['resolution', key], with: { key, size, share, version: model.version } });
  },
});
