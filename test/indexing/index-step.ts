import type { IndexStep } from '../../src/plan/plan.ts';

/** The index of one stage on `vases` and `bowls`, with what a test changes. */
export function indexStep(change: Partial<IndexStep> = {}): IndexStep {
  return {
    kind: 'index',
    id: 'index-s1',
    stage: 's1',
    needs: [],
    sources: [
      { source: 'vases', shards: 'packed/shards/vases-1', times: 1 },
      { source: 'bowls', shards: 'packed/shards/bowls-1', times: 1 },
    ],
    filters: [],
    dedupe: false,
    resolution: { kind: 'single', size: 1024 },
    out: 'packed/index/porcelain/s1.json',
    ...change,
  };
}
