import { deepspeedTarget } from './deepspeed/emit.ts';
import { kubernetesTarget } from './kubernetes/emit.ts';
import { launchTarget } from './launch/emit.ts';
import { overlayTarget } from './overlay/emit.ts';
import type { Target } from './target.ts';

/** Every target, in the order in which its files are listed. */
export const targets: readonly Target[] = [launchTarget, kubernetesTarget, deepspeedTarget, overlayTarget];
