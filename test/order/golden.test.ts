import { describe, expect, it } from 'vitest';
import { type EpochOrder, orderOf } from '../../src/order/epoch-order.ts';
import { multiOrders } from '../../src/order/multi-order.ts';
import { singleOrders } from '../../src/order/single-order.ts';
import { makeSlots, partOf, type Slots } from '../../src/order/slots.ts';
import { type GoldenOrders, readGolden } from './golden-order.ts';

const { single, multireso, multi_index: several, resume } = readGolden<GoldenOrders>('orders.json');

interface GoldenIndex {
  readonly indices: readonly number[];
  readonly arrow_files: readonly string[];
  readonly cum_length: readonly number[];
}

const readIndex = (path: string): GoldenIndex => readGolden(path.replace('out/', ''));

const partOfIndex = (path: string) => ({ indices: Int32Array.from(readIndex(path).indices) });

const rowsOf = ({ reads }: EpochOrder, { rows }: Slots): number[][] =>
  reads.map((slots) => Array.from(slots, (slot) => rows[slot] ?? -1));

const ranksOf = (run: { readonly world: number; readonly batch: number; readonly global_seed: number }) => ({
  worldSize: run.world,
  microBatch: run.batch,
  seed: run.global_seed,
});

it('all recorded runs are looked at', () => {
  expect([single.length, multireso.length, several.length, resume.length]).toEqual([54, 54, 6, 6]);
});

describe('singleOrders', () => {
  it.each(single)('is the order of ArrowIndexV2: $index, seed $global_seed, $world × $batch', (run) => {
    const slots = makeSlots([partOfIndex(run.index)]);
    run.epochs.forEach((expected, epoch) => {
      const order = orderOf(singleOrders(slots, ranksOf(run)), epoch);
      expect(order.microSteps).toBe(run.iters_per_epoch);
      expect(rowsOf(order, slots)).toEqual(expected);
    });
  });

  it.each(several)('is the order of MultiIndexV2: seed $global_seed, $world × $batch', (run) => {
    const slots = makeSlots(run.index.map(partOfIndex));
    const indexes = run.index.map(readIndex);
    const place = (slot: number): readonly [string, number] => {
      const { arrow_files: files, cum_length: ends } = indexes[partOf(slots, slot)] ?? readIndex('');
      const row = slots.rows[slot] ?? -1;
      const shard = ends.findIndex((end) => row < end);
      return [files[shard] ?? '', row - (shard === 0 ? 0 : (ends[shard - 1] ?? 0))];
    };
    const orders = singleOrders(slots, ranksOf(run));
    for (const expected of run.epochs) {
      const order = orders.next().value;
      expect(order.microSteps).toBe(run.iters_per_epoch);
      expect(order.reads.map((read) => Array.from(read, place))).toEqual(expected);
    }
  });

  it.each(resume)(
    'goes on as a resumed run: epoch $start_epoch, micro step $start_epoch_step, $world × $batch',
    (run) => {
      const slots = makeSlots([partOfIndex(run.index)]);
      const start = { epoch: run.start_epoch, microStep: run.start_epoch_step };
      const orders = singleOrders(slots, { ...ranksOf(run), start });
      run.epochs.forEach((expected, position) => {
        const order = orders.next().value;
        expect(order).toMatchObject({ epoch: start.epoch + position, microSteps: run.iters[position] });
        expect(rowsOf(order, slots)).toEqual(expected);
      });
    },
  );
});

describe('multiOrders', () => {
  it.each(multireso)(
    'is the order of MultiResolutionBucketIndexV2: $index, seed $global_seed, $world × $batch',
    (run) => {
      const members = readGolden<Record<string, readonly number[]>>(
        run.index.replace('out/', '').replace('.json', '.index.npz.json'),
      );
      const buckets = Object.entries(members).map(([name, indices]) => {
        const [height = 0, width = 0] = name.split('x').map(Number);
        return { name, height, width, indices: Int32Array.from(indices) };
      });
      const slots = makeSlots(buckets, run.world * run.batch);
      const filled = buckets.map(({ name }, part) => [
        name,
        [...slots.rows.subarray(slots.bounds[part], slots.bounds[part + 1])],
      ]);
      const lengths = filled.map(([name, rows]) => [name, rows?.length]);
      expect(Object.fromEntries(lengths)).toEqual(run.padded_lengths);
      if (run.padded !== undefined) expect(Object.fromEntries(filled)).toEqual(run.padded);
      run.epochs.forEach((expected, epoch) => {
        const order = orderOf(multiOrders(slots, buckets, ranksOf(run)), epoch);
        expect(order.microSteps).toBe(run.iters_per_epoch);
        expect(rowsOf(order, slots)).toEqual(expected);
        const sizes = order.reads.map((read) =>
          [...read].filter((_, at) => at % run.batch === 0).map((slot) => buckets[partOf(slots, slot)]?.name),
        );
        expect(sizes).toEqual(run.batch_sizes[epoch]);
      });
    },
  );
});
