import { networksOf } from '../experiment/networks.ts';
import { defineRule } from './rule.ts';

export const networkMissing = defineRule({
  id: 'network-missing',
  severity: 'warning',
  summary: 'The checkout on this machine has the networks that the method needs.',
  source:
    'HunyuanDiT 368280e, hydit/annotator/dwpose/wholebody.py:19-20, hydit/utils/img_clip_emb.py:736, ipadapter/README.md:13-14',
  traps: ['T129', 'T132'],
  messages: {
    missing: (p: { name: string; place: string; wayOut: string }) => ({
      message: `${p.name} is not at \`${p.place}\` of the checkout`,
      help: `The trainer stops without it. ${p.wayOut}`,
    }),
  },
  check({ experiment, facts: { networks = {} }, report }) {
    for (const { name, places, wayOut } of networksOf(experiment))
      if (networks[name] === false)
        report('missing', { at: ['method', 'kind'], with: { name, place: places[0], wayOut } });
  },
});
