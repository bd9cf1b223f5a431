import { expect, test } from 'vitest';

import { renderPythonJson } from '../../src/indexing/python-json.ts';

test('lists, objects and numbers stand as in json.dumps with indent=4', () => {
  const value = {
    sizes: Int32Array.of(0, 9, 10, 2_147_483_647),
    group: { '1024x1024': [1, 2] },
    none: [],
    empty: {},
  };
  expect(renderPythonJson(value).toString()).toBe(
    JSON.stringify({ ...value, sizes: [...value.sizes] }, null, 4),
  );
});

test('an empty array of numbers is a closed list', () => {
  expect(renderPythonJson({ indices: new Int32Array(0) }).toString()).toBe('{\n    "indices": []\n}');
});

test('every number of digits is written right', () => {
  const values = [1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 123_456_789, 1_000_000_000, 0];
  expect(JSON.parse(renderPythonJson(Int32Array.from(values)).toString())).toEqual(values);
});

test('text beyond ASCII stays as it is, and control characters are escaped in small letters', () => {
  expect(renderPythonJson(['青花瓷/😀.arrow', 'a\u001f"\\\n']).toString()).toBe(
    '[\n    "青花瓷/😀.arrow",\n    "a\\u001f\\"\\\\\\n"\n]',
  );
});
