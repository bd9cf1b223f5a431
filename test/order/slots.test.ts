import { expect, test } from 'vitest';
import { orderOf } from '../../src/order/epoch-order.ts';
import { singleOrders } from '../../src/order/single-order.ts';
import { makeSlots, partOf } from '../../src/order/slots.ts';

const part = (...rows: number[]) => ({ indices: Int32Array.from(rows) });

test('parts are filled up with copies, the last rows first', () => {
  const { rows, copies, bounds } = makeSlots([part(1, 2, 3, 4, 5, 6), part(7, 8, 8)], 8);
  expect([...rows]).toEqual([1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 8, 8, 8, 8, 8]);
  expect([...copies]).toEqual([0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1]);
  expect([...bounds]).toEqual([0, 8, 16]);
});

test('a slot has the part that it lies in', () => {
  const slots = makeSlots([part(1), part(), part(2, 3)]);
  expect([0, 1, 2].map((slot) => partOf(slots, slot))).toEqual([0, 2, 2]);
});

test('an epoch before the first is refused, and too few rows take no step', () => {
  const slots = makeSlots([part(1, 2, 3)]);
  const ranks = { worldSize: 2, microBatch: 2, seed: 1, start: { epoch: 2, microStep: 1 } };
  expect(() => orderOf(singleOrders(slots, ranks), 1)).toThrow(RangeError);
  expect(orderOf(singleOrders(slots, ranks), 2)).toMatchObject({ microSteps: 0 });
});
