/** Bytes that the allocator gave out, freed when nothing refers to them any more. */
export interface Storage {
  readonly bytes: number;
  /** Whether it is as large as weights are, and not as the images of a batch. */
  readonly fixed: boolean;
  references: number;
}

/** What is alive, in bytes that grow with the images of a batch and bytes that do not, and the most that ever were. */
export interface Allocator {
  live: number;
  fixed: number;
  /** The most that grows, for each amount of what does not: which of them is the peak depends on the images. */
  most: Map<number, number>;
}

/** An allocator that has given nothing out. */
export const newAllocator = (): Allocator => ({ live: 0, fixed: 0, most: new Map() });

/** Takes bytes that grow with the images; the caller holds the one reference. */
export function allocate(from: Allocator, bytes: number): Storage {
  from.live += bytes;
  raise(from.most, from.fixed, from.live);
  return { bytes, fixed: false, references: 1 };
}

/** Takes bytes as large as weights, such as their gradients. */
export function allocateFixed(from: Allocator, bytes: number): Storage {
  from.fixed += bytes;
  raise(from.most, from.fixed, from.live);
  return { bytes, fixed: true, references: 1 };
}

function raise(most: Map<number, number>, fixed: number, live: number): void {
  const known = most.get(fixed);
  if (known === undefined || live > known) most.set(fixed, live);
}

/** Refers to a storage once more. */
export function retain(storage: Storage): Storage {
  storage.references += 1;
  return storage;
}

/** Gives up one reference to each storage; the last one frees it. */
export function release(from: Allocator, ...storages: readonly Storage[]): void {
  storages.forEach((storage) => {
    storage.references -= 1;
    if (storage.references > 0) return;
    if (storage.fixed) from.fixed -= storage.bytes;
    else from.live -= storage.bytes;
  });
}

/** Plays once what happens `times` times in a row and changes what is alive by the same amount each time: the most are alive in the first or the last. */
export function atBothEnds<Result>(from: Allocator, times: number, play: () => Result): Result {
  const { live, fixed, most } = from;
  from.most = new Map();
  const result = play();
  const further = (times - 1) * (from.live - live);
  const furtherFixed = (times - 1) * (from.fixed - fixed);
  from.most.forEach((high, at) => {
    raise(most, at, high);
    raise(most, at + furtherFixed, high + further);
  });
  from.live += further;
  from.fixed += furtherFixed;
  from.most = most;
  return result;
}
