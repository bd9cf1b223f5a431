import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HYDIT, runPython } from '../support/tools.ts';
import { findingsOf } from './findings-of.ts';

const value = fc.constantFrom<unknown>(1, 5.5, 0, 'x', '5', true, null, [], ['a'], {});
const type = fc.constantFrom<unknown>('int', 'float', 'str', 'string', 3);
const action = fc.constantFrom('ge', 'eq', 'len_ge', 'len_ne', 'contains', 'in', 'between');
const column = fc.record({
  name: fc.constantFrom<unknown>('height', 7),
  type,
  action,
  target: value,
  default: value,
});
const md5 = fc.record(
  {
    name: fc.constant('n'),
    path: fc.constantFrom<unknown>('m.json', ['m.json'], 3),
    type: fc.constantFrom('list', 'dict', 'set'),
    action: fc.constantFrom('in', 'not_in', 'eq', 'like'),
    target: fc.constant(1),
    is_valid: fc.constantFrom<unknown>(true, 0, 1),
  },
  { requiredKeys: ['name', 'path', 'type'] },
);
const recipe = fc.oneof(
  fc.record({ column: fc.array(column, { minLength: 1, maxLength: 1 }) }),
  fc.record({
    column: fc.tuple(fc.record({ logical_or: fc.array(column, { minLength: 1, maxLength: 2 }) })),
  }),
  fc.record({ md5: fc.array(md5, { minLength: 1, maxLength: 1 }) }),
);

describe.skipIf(HYDIT === undefined)('IndexKits itself', () => {
  it('stops at filters that we call an error, and at no others', () => {
    const texts = fc.sample(recipe, { numRuns: 1500, seed: 6 }).map(
      (filter) => `source: ["d/*.arrow"]
filter: ${JSON.stringify(filter)}
`,
    );
    const refused = runPython(
      new URL('python/parse-recipes.py', import.meta.url).pathname,
      texts,
      HYDIT ?? '',
    ) as readonly boolean[]; // one for each
    const differ = texts.flatMap((text, each) => {
      const ours = (findingsOf('base.yaml', text) ?? ['none']).filter((line) => line.startsWith('error'));
      return ours.length > 0 === refused[each] ? [] : [{ text, ours, refused: refused[each] }];
    });
    expect(differ).toEqual([]);
  });
});
