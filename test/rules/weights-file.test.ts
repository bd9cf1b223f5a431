import { weightsFile } from '../../src/rules/weights-file.ts';
import { testRule } from '../support/test-rule.ts';

const weights = (path: string): { model: object } => ({ model: { weights: path } });
const at = 'model.weights';

testRule(weightsFile, [
  { name: 'takes a .pt file', change: weights('./weights/mine.pt'), facts: { weights: 'file' }, expect: [] },
  { name: 'takes a .pth file', change: weights('/data/mine.pth'), expect: [] },
  {
    name: 'names the file in a checkpoint that is a folder',
    change: weights('checkpoints/e0002.pt'),
    facts: { weights: 'folder' },
    expect: [{ message: 'folder', at, replacement: 'checkpoints/e0002.pt/mp_rank_00_model_states.pt' }],
  },
  {
    name: 'knows such a folder by its name where it is not here',
    change: weights('runs/a/checkpoints/0002000.pt'),
    facts: { weights: 'missing' },
    expect: [
      { message: 'folder', at, replacement: 'runs/a/checkpoints/0002000.pt/mp_rank_00_model_states.pt' },
    ],
  },
  {
    name: 'takes a file of such a name where it is one',
    change: weights('weights/e0002.pt'),
    facts: { weights: 'file' },
    expect: [],
  },
  {
    name: 'names the model beside the state of the optimizer',
    change: weights('a/e0002.pt/zero_pp_rank_0_mp_rank_00_optim_states.pt'),
    expect: [{ message: 'optimizer', at, replacement: 'a/e0002.pt/mp_rank_00_model_states.pt' }],
  },
  {
    name: 'takes no safetensors',
    change: weights('./model.safetensors'),
    expect: [{ message: 'format', at, says: '`.safetensors`' }],
  },
  {
    name: 'takes no file without a suffix',
    change: weights('./adapter'),
    expect: [{ message: 'format', at, says: 'no `.pt`' }],
  },
  {
    name: 'names the adapter in a checkpoint of an IP-Adapter',
    change: { method: { kind: 'ipadapter', weights: 'runs/other/main/checkpoints/final.pt' } },
    facts: { adapter: 'folder' },
    expect: [
      {
        message: 'folder',
        at: 'method.weights',
        replacement: 'runs/other/main/checkpoints/final.pt/ipa.pt',
      },
    ],
  },
]);
