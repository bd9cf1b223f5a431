import { absolutePath } from '../../src/rules/absolute-path.ts';
import { testRule } from '../support/test-rule.ts';

testRule(absolutePath, [
  {
    name: 'lets the machine name places',
    change: { machine: { checkout: '/opt/HunyuanDiT', data_root: '/data' } },
    expect: [],
  },
  {
    name: 'finds a folder of one machine',
    change: { data: { sources: { photos: { folder: '/home/lin/photos' } } } },
    expect: [{ message: 'absolute', at: 'data.sources.photos.folder' }],
  },
]);
