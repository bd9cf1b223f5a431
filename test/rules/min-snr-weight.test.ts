import { minSnrWeight } from '../../src/rules/min-snr-weight.ts';
import { testRule } from '../support/test-rule.ts';

testRule(minSnrWeight, [
  { name: 'takes none', change: { diffusion: { min_snr: 'none' } }, expect: [] },
  {
    name: 'warns of the formula',
    change: { diffusion: { min_snr: 5 } },
    expect: [
      { message: 'formula', at: 'diffusion.min_snr', says: 'min(SNR, k) / (SNR + 1)', replacement: 'none' },
    ],
  },
]);
