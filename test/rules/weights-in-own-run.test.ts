import { weightsInOwnRun } from '../../src/rules/weights-in-own-run.ts';
import { testRule } from '../support/test-rule.ts';

testRule(weightsInOwnRun, [
  {
    name: 'takes the run of another name',
    change: { model: { weights: 'runs/porcelain-2/main/a.pt' } },
    expect: [],
  },
  {
    name: 'refuses its own run',
    change: { model: { weights: './runs/porcelain/main/checkpoints/final.pt/mp_rank_00_model_states.pt' } },
    expect: [{ message: 'own', at: 'model.weights', says: '`runs/porcelain/`' }],
  },
  {
    name: 'refuses an adapter of its own run',
    change: { method: { kind: 'ipadapter', weights: 'runs/porcelain/main/checkpoints/final.pt/ipa.pt' } },
    expect: [{ message: 'own', at: 'method.weights', says: '`runs/porcelain/`' }],
  },
]);
