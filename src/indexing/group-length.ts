/**
 * How many of the ascending row ids lie in each shard, whose ends are `cumLength`
 * (HunyuanDiT 368280e, IndexKits indexer.py, `calc_group_length`). A shard without rows counts 0.
 */
export function groupLength(indices: Int32Array, cumLength: readonly number[]): Int32Array {
  const lengths = new Int32Array(cumLength.length);
  let start = 0;
  cumLength.forEach((end, shard) => {
    const next = firstAtLeast(indices, end, start);
    lengths[shard] = next - start;
    start = next;
  });
  return lengths;
}

function firstAtLeast(indices: Int32Array, value: number, from: number): number {
  let low = from;
  let high = indices.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((indices[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
