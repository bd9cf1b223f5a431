import { readRows } from '../indexing/read-rows.ts';
import { readFilters, selectRows } from '../indexing/select-rows.ts';
import type { Plan } from '../plan/plan.ts';
import { type RowFacts, tellRows } from './rehearse-rows.ts';
import { indexStepOf } from './survey-training.ts';

/** At most `limit` images of a stage with their captions, spread evenly over its packed data. */
export async function sampleRows(
  plan: Pick<Plan, 'steps'>,
  stage: string,
  root: string,
  limit: number,
): Promise<readonly RowFacts[]> {
  const index = indexStepOf(plan, stage);
  const input = await readRows(index, root);
  const { indices } = selectRows(index, input.table, await readFilters(index.filters, root));
  const images = indices.filter((row, at) => row !== indices[at - 1]); // ids repeat only next to each other
  const count = Math.min(limit, images.length);
  const rows = Array.from(
    { length: count },
    (_, at) => images[Math.floor((at * images.length) / count)] ?? 0,
  );
  const facts = await tellRows(new Set(rows), input, index, plan.steps, { root, images: false });
  return rows.flatMap((row) => facts.get(row) ?? []);
}
