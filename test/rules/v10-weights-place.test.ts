import { v10WeightsPlace } from '../../src/rules/v10-weights-place.ts';
import { testRule } from '../support/test-rule.ts';

testRule(v10WeightsPlace, [
  {
    name: 'takes a file of your own',
    change: { model: { version: 'v1.0', weights: './weights/v10.pt' } },
    expect: [],
  },
  { name: 'takes no file at all', change: { model: { version: 'v1.0', weights: 'random' } }, expect: [] },
  {
    name: 'names the file that may be another',
    change: { model: { version: 'v1.0' } },
    expect: [{ message: 'shared', at: 'model.weights', says: '`ckpts/t2i/model/pytorch_model_ema.pt`' }],
  },
]);
