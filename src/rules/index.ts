import { absolutePath } from './absolute-path.ts';
import { adamRange } from './adam-range.ts';
import { backslashInPath } from './backslash-in-path.ts';
import { badImagesLimit } from './bad-images-limit.ts';
import { batchProduct } from './batch-product.ts';
import { beforeAmpere } from './before-ampere.ts';
import { betasInOrder } from './betas-in-order.ts';
import { bucketsForRows } from './buckets-for-rows.ts';
import { chainAfterZero3 } from './chain-after-zero3.ts';
import { checkpointsOnDisk } from './checkpoints-on-disk.ts';
import { classFileMissing } from './class-file-missing.ts';
import { classInData } from './class-in-data.ts';
import { classUnused } from './class-unused.ts';
import { clipRange } from './clip-range.ts';
import { columnMissing } from './column-missing.ts';
import { columnTwice } from './column-twice.ts';
import { controlnetNeedsG2 } from './controlnet-needs-g2.ts';
import { controlnetOneImage } from './controlnet-one-image.ts';
import { controlnetRecomputesAll } from './controlnet-recomputes-all.ts';
import { decayFollowsRate } from './decay-follows-rate.ts';
import { distillApart } from './distill-apart.ts';
import { editNames } from './edit-names.ts';
import { editNeedsTags } from './edit-needs-tags.ts';
import { editVerb } from './edit-verb.ts';
import { emaFp16Decay } from './ema-fp16-decay.ts';
import { emaHorizon } from './ema-horizon.ts';
import { emaNeedsFull } from './ema-needs-full.ts';
import { emaWithZero3 } from './ema-with-zero3.ts';
import { encoderNeedsFp32 } from './encoder-needs-fp32.ts';
import { ephemeralPort } from './ephemeral-port.ts';
import { filterTwice } from './filter-twice.ts';
import { filtersContradict } from './filters-contradict.ts';
import { flashNeedsAmpere } from './flash-needs-ampere.ts';
import { folderHasOneCaption } from './folder-has-one-caption.ts';
import { forkFlagsOnly } from './fork-flags-only.ts';
import { fullAtSmallBatch } from './full-at-small-batch.ts';
import { requeueKeepsState } from './requeue-keeps-state.ts';
import { stopBeforeLimit } from './stop-before-limit.ts';
import { hostfileMissing } from './hostfile-missing.ts';
import { hostMemoryAtStart } from './host-memory-at-start.ts';
import { knownCommit } from './known-commit.ts';
import { kubernetesName } from './kubernetes-name.ts';
import { kubernetesSecret } from './kubernetes-secret.ts';
import { kubernetesVolumes } from './kubernetes-volumes.ts';
import { learningRateRange } from './learning-rate-range.ts';
import { limitInMinutes } from './limit-in-minutes.ts';
import { lineBreakInEnv } from './line-break-in-env.ts';
import { linearScaleForAdam } from './linear-scale-for-adam.ts';
import { listMissing } from './list-missing.ts';
import { loaderInTrainer } from './loader-in-trainer.ts';
import { localLaunchNodes } from './local-launch-nodes.ts';
import { loraTargetPooler } from './lora-target-pooler.ts';
import { loraTargetUnknown } from './lora-target-unknown.ts';
import { memoryFits } from './memory-fits.ts';
import { memoryTight } from './memory-tight.ts';
import { memoryWasted } from './memory-wasted.ts';
import { minSnrWeight } from './min-snr-weight.ts';
import { mirroredImages } from './mirrored-images.ts';
import { nativeResolution } from './native-resolution.ts';
import { networkMissing } from './network-missing.ts';
import { nothingIsExpanded } from './nothing-is-expanded.ts';
import { offloadHostMemory } from './offload-host-memory.ts';
import { offloadNeedsZero } from './offload-needs-zero.ts';
import { partOfUpdate } from './part-of-update.ts';
import { patternPortable } from './pattern-portable.ts';
import { poseNeedsPeople } from './pose-needs-people.ts';
import { randomNeedsFull } from './random-needs-full.ts';
import { ratioBuckets } from './ratio-buckets.ts';
import { ratioInLowestTerms } from './ratio-in-lowest-terms.ts';
import { referenceUncropped } from './reference-uncropped.ts';
import { reservedEnv } from './reserved-env.ts';
import { sameSourceTwice } from './same-source-twice.ts';
import { saveWithinLength } from './save-within-length.ts';
import { secretInEnv } from './secret-in-env.ts';
import { seedRange } from './seed-range.ts';
import { sizeMultipleOf16 } from './size-multiple-of-16.ts';
import { sourceCsvOrFolder } from './source-csv-or-folder.ts';
import { sourceMissing } from './source-missing.ts';
import { stepFitsBase } from './step-fits-base.ts';
import { stepOrRatios } from './step-or-ratios.ts';
import { tooFewRows } from './too-few-rows.ts';
import { tunedAtAnotherBatch } from './tuned-at-another-batch.ts';
import { uncondIndependent } from './uncond-independent.ts';
import { uncondUnlikeUpstream } from './uncond-unlike-upstream.ts';
import { unknownGpu } from './unknown-gpu.ts';
import { upscaledImages } from './upscaled-images.ts';
import { v10WeightsPlace } from './v10-weights-place.ts';
import { visibleGpus } from './visible-gpus.ts';
import { warmupWithinLength } from './warmup-within-length.ts';
import { weightDecayEverywhere } from './weight-decay-everywhere.ts';
import { weightsFile } from './weights-file.ts';
import { weightsInOwnRun } from './weights-in-own-run.ts';
import { weightsMissing } from './weights-missing.ts';
import { xlNeedsOwnWeights } from './xl-needs-own-weights.ts';
import { zeroOnOneGpu } from './zero-on-one-gpu.ts';
import { zero3NeedsFull } from './zero3-needs-full.ts';
import type { AnyRule } from './rule.ts';

/** Every rule, in the order in which findings at one place are listed. */
export const rules: readonly AnyRule[] = [
  batchProduct,
  stepOrRatios,
  sizeMultipleOf16,
  stepFitsBase,
  nativeResolution,
  randomNeedsFull,
  ratioBuckets,
  ratioInLowestTerms,
  bucketsForRows,
  distillApart,
  xlNeedsOwnWeights,
  v10WeightsPlace,
  weightsFile,
  weightsMissing,
  weightsInOwnRun,
  networkMissing,
  controlnetNeedsG2,
  controlnetOneImage,
  controlnetRecomputesAll,
  encoderNeedsFp32,
  poseNeedsPeople,
  referenceUncropped,
  loraTargetUnknown,
  loraTargetPooler,
  learningRateRange,
  forkFlagsOnly,
  fullAtSmallBatch,
  tunedAtAnotherBatch,
  linearScaleForAdam,
  warmupWithinLength,
  betasInOrder,
  adamRange,
  clipRange,
  weightDecayEverywhere,
  minSnrWeight,
  emaNeedsFull,
  emaFp16Decay,
  emaHorizon,
  decayFollowsRate,
  emaWithZero3,
  zero3NeedsFull,
  sourceCsvOrFolder,
  sourceMissing,
  sameSourceTwice,
  columnMissing,
  columnTwice,
  tooFewRows,
  listMissing,
  filtersContradict,
  filterTwice,
  upscaledImages,
  mirroredImages,
  badImagesLimit,
  folderHasOneCaption,
  classFileMissing,
  patternPortable,
  editVerb,
  editNames,
  editNeedsTags,
  classUnused,
  classInData,
  uncondUnlikeUpstream,
  uncondIndependent,
  partOfUpdate,
  saveWithinLength,
  checkpointsOnDisk,
  seedRange,
  knownCommit,
  unknownGpu,
  flashNeedsAmpere,
  beforeAmpere,
  offloadNeedsZero,
  zeroOnOneGpu,
  offloadHostMemory,
  hostfileMissing,
  limitInMinutes,
  lineBreakInEnv,
  ephemeralPort,
  requeueKeepsState,
  stopBeforeLimit,
  hostMemoryAtStart,
  chainAfterZero3,
  memoryFits,
  memoryTight,
  memoryWasted,
  localLaunchNodes,
  kubernetesName,
  kubernetesVolumes,
  kubernetesSecret,
  visibleGpus,
  reservedEnv,
  secretInEnv,
  loaderInTrainer,
  nothingIsExpanded,
  backslashInPath,
  absolutePath,
];
