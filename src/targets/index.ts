import type { Target } from './target.ts';

/** Every target, in the order in which its files are listed. */
export const targets: readonly Target[] = [];
