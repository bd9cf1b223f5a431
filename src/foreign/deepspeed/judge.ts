import type { Diagnostic, SourceFile } from '../../diagnostics/diagnostic.ts';
import type { Beside } from '../beside.ts';
import type { JsonNode } from '../json/node.ts';
import { judgeBatch } from './batch.ts';
import { judgeBlocks } from './blocks.ts';
import { judgeOptimizer } from './optimizer.ts';
import { judgePrecision } from './precision.ts';
import { judgeTopLevel } from './top-level.ts';
import { judgeZero } from './zero.ts';

/** Whether a JSON is a configuration of DeepSpeed, by its keys or, when they cannot be read, by its name and text. */
export function isDeepSpeed(path: string, text: string): boolean {
  return (
    /["'](zero_optimization|train_micro_batch_size_per_gpu)["']/.test(text) ||
    /(deepspeed|ds[_-]?config)[^/]*\.json$|(^|\/)zero[_-]?\d?\.json$/i.test(path)
  );
}

/** Everything that is wrong in a configuration, for the trainer of HunyuanDiT and DeepSpeed 0.19. */
export function judgeDeepSpeed(file: SourceFile, root: JsonNode, beside: Beside): readonly Diagnostic[] {
  if (root.kind !== 'object') return judgeTopLevel(file, root);
  return [
    ...judgeTopLevel(file, root),
    ...judgeBlocks(file, root),
    ...judgePrecision(file, root),
    ...judgeBatch(file, root, beside),
    ...judgeOptimizer(file, root),
    ...judgeZero(file, root, beside),
  ];
}
