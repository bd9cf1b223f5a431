import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { buildIndex } from '../../src/indexing/build-index.ts';
import { fillBuckets, type FilledBucket } from '../../src/indexing/fill-buckets.ts';
import { readRows } from '../../src/indexing/read-rows.ts';
import { bucketName } from '../../src/indexing/resolution-buckets.ts';
import { readFilters, selectRows } from '../../src/indexing/select-rows.ts';
import { multiOrders } from '../../src/order/multi-order.ts';
import { singleOrders } from '../../src/order/single-order.ts';
import { makeSlots, partOf } from '../../src/order/slots.ts';
import type { IndexStep } from '../../src/plan/plan.ts';
import { indexStep } from '../indexing/index-step.ts';
import { porcelainRows, writePackedFolder } from '../indexing/packed-fixture.ts';
import { testWithCheckout } from '../indexing/run-python.ts';
import { runPython } from '../support/tools.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ditc-order-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const program = new URL('real-order.py', import.meta.url).pathname;
const modules = ['numpy', 'pyarrow', 'PIL', 'tqdm', 'torch'];

const shapes = [
  { worldSize: 1, microBatch: 1, seed: 1234 },
  { worldSize: 1, microBatch: 3, seed: 0 },
  { worldSize: 2, microBatch: 2, seed: 7 },
  { worldSize: 4, microBatch: 1, seed: 2_147_483_640 },
  { worldSize: 4, microBatch: 5, seed: 99 },
];
const epochs = 4;

const steps: Record<string, IndexStep> = {
  all: indexStep({ out: 'index/all.json' }),
  large: indexStep({ out: 'index/large.json', filters: [{ min_side: 900 }], dedupe: true }),
  step: indexStep({ out: 'index/step.json', resolution: { kind: 'multi', base: 1024, step: 64 } }),
  ratios: indexStep({
    out: 'index/ratios.json',
    filters: [{ max_aspect: 3 }],
    resolution: { kind: 'multi', base: 512, ratios: ['1/1', '4/3', '3/4', '16/9'] },
  }),
};
const runs = [['all'], ['large'], ['all', 'large', 'all'], ['step'], ['ratios']].flatMap((names) =>
  shapes.map((ranks) => ({ names, ranks })),
);

const md5Of = (md5: Uint8Array, row: number): string =>
  Buffer.from(md5.subarray(row * 16, row * 16 + 16)).toString('hex');

testWithCheckout(modules, 'the order is that of IndexKits and the loader of PyTorch', async (checkout) => {
  const sources = { vases: [83, 1, 40], bowls: [61] };
  const shards: Record<string, ReturnType<typeof porcelainRows>> = {};
  for (const [source, counts] of Object.entries(sources)) {
    const rows = counts.map((count, at) => porcelainRows(count, count + at));
    writePackedFolder(join(root, `packed/shards/${source}-1`), source, rows);
    rows.forEach((shard, at) => (shards[join(root, `packed/shards/${source}-1/0000${at}.arrow`)] = shard));
  }
  const twice = (step: IndexStep): IndexStep => ({
    ...step,
    sources: step.sources.map((source) => ({ ...source, times: source.source === 'bowls' ? 2 : 1 })),
  });

  const parts: Record<string, readonly FilledBucket[]> = {};
  let md5 = new Uint8Array();
  for (const [name, step] of Object.entries(steps)) {
    await buildIndex(twice(step), { root });
    const { table } = await readRows(step, root);
    const { indices } = selectRows(twice(step), table, await readFilters(step.filters, root));
    parts[name] = fillBuckets(step.resolution, { ...table, indices });
    md5 = Uint8Array.from(table.md5);
  }

  const cases = runs.map(({ names, ranks }) => ({
    ...ranks,
    files: names.map((name) => `${name}.json`),
    multi: steps[names[0] ?? '']?.resolution.kind === 'multi',
    epochs,
  }));
  const real = runPython(program, { folder: join(root, 'index'), shards, cases }, checkout);

  const ours = cases.map(({ multi }, at) => {
    const { names = [], ranks = { worldSize: 1, microBatch: 1, seed: 0 } } = runs[at] ?? {};
    const buckets = names.flatMap((name) => parts[name] ?? []);
    const slots = makeSlots(buckets, multi ? ranks.worldSize * ranks.microBatch : 1);
    const orders = multi ? multiOrders(slots, buckets, ranks) : singleOrders(slots, ranks);
    const entry = (slot: number) => {
      const bucket = buckets[partOf(slots, slot)];
      const row = slots.rows[slot] ?? -1;
      return [row, md5Of(md5, row), multi && bucket !== undefined ? bucketName(bucket) : '0x0'];
    };
    return Array.from({ length: epochs }, () => {
      const { reads, microSteps } = orders.next().value;
      return reads.map((read) =>
        Array.from({ length: microSteps }, (_, step) =>
          Array.from(read.subarray(step * ranks.microBatch, (step + 1) * ranks.microBatch), entry),
        ),
      );
    });
  });
  expect(ours.flat(4).length).toBeGreaterThan(10_000);
  expect(ours).toEqual(real);
});
