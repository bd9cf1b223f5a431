import { batchProduct } from './batch-product.ts';
import type { AnyRule } from './rule.ts';

/** Every rule, in the order in which findings at one place are listed. */
export const rules: readonly AnyRule[] = [batchProduct];
