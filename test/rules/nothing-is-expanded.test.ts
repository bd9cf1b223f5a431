import { nothingIsExpanded } from '../../src/rules/nothing-is-expanded.ts';
import { testRule } from '../support/test-rule.ts';

testRule(nothingIsExpanded, [
  {
    name: 'takes a name that begins with a tilde within',
    change: { data: { sources: { porcelain: { csv: 'data/~porcelain.csv' } } } },
    expect: [],
  },
  { name: 'takes a dollar that is no variable', change: { machine: { env: { PRICE: '5$' } } }, expect: [] },
  {
    name: 'finds a home folder',
    change: { data: { sources: { porcelain: { csv: '~/porcelain.csv' } } } },
    expect: [{ message: 'home', at: 'data.sources.porcelain.csv' }],
  },
  {
    name: 'finds variables in weights, lists, places and the environment',
    change: {
      model: { weights: '$WEIGHTS/mine.pt' },
      data: { filters: [{ min_side: 1024 }, { exclude_md5: '${LISTS}/takedown.txt' }] },
      machine: {
        checkout: '$HOME/HunyuanDiT',
        data_root: '$DATA',
        packed: '$SCRATCH/packed',
        env: { PATH: '/opt/bin:$PATH' },
      },
    },
    expect: [
      { message: 'variable', at: 'model.weights', says: '`$WEIGHTS`' },
      { message: 'variable', at: 'data.filters[1].exclude_md5', says: '`${LISTS}`' },
      { message: 'variable', at: 'machine.checkout' },
      { message: 'variable', at: 'machine.data_root' },
      { message: 'variable', at: 'machine.packed' },
      { message: 'variable', at: 'machine.env.PATH' },
    ],
  },
]);
