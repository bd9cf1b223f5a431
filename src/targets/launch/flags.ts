import { dataFlags } from './flags/data-flags.ts';
import type { Flag } from './flags/flag.ts';
import { memoryFlags } from './flags/memory-flags.ts';
import { modelFlags } from './flags/model-flags.ts';
import { optimizationFlags } from './flags/optimization-flags.ts';
import { runFlags } from './flags/run-flags.ts';

/**
 * Every flag that we pass to a trainer (hydit/config.py is the parser of all of them, commit 368280e), in the order of the script,
 * always by its full name: argparse takes prefixes (T29). Not here: flags that the trainer of the method never reads, and what deepspeed.json or the overlay owns (the ZeRO stage of `--zero-stage`, offload, warm-up, the DeepSpeed config itself).
 */
export const flags: readonly Flag[] = [
  ...modelFlags,
  ...dataFlags,
  ...optimizationFlags,
  ...runFlags,
  ...memoryFlags,
];
