import { batchProduct } from './batch-product.ts';
import { columnMissing } from './column-missing.ts';
import { columnTwice } from './column-twice.ts';
import { listMissing } from './list-missing.ts';
import { nativeResolution } from './native-resolution.ts';
import { ratioBuckets } from './ratio-buckets.ts';
import { ratioInLowestTerms } from './ratio-in-lowest-terms.ts';
import type { AnyRule } from './rule.ts';
import { sizeMultipleOf16 } from './size-multiple-of-16.ts';
import { sourceCsvOrFolder } from './source-csv-or-folder.ts';
import { sourceMissing } from './source-missing.ts';
import { stepFitsBase } from './step-fits-base.ts';
import { stepOrRatios } from './step-or-ratios.ts';
import { weightsFile } from './weights-file.ts';
import { weightsInOwnRun } from './weights-in-own-run.ts';
import { weightsMissing } from './weights-missing.ts';

/** Every rule, in the order in which findings at one place are listed. */
export const rules: readonly AnyRule[] = [
  batchProduct,
  stepOrRatios,
  sizeMultipleOf16,
  stepFitsBase,
  nativeResolution,
  ratioBuckets,
  ratioInLowestTerms,
  sourceCsvOrFolder,
  sourceMissing,
  columnMissing,
  columnTwice,
  listMissing,
  weightsFile,
  weightsMissing,
  weightsInOwnRun,
];
