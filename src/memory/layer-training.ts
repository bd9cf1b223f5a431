import { updatedModules } from './linear-modules.ts';
import type { MemoryInput, MethodKind } from './memory-input.ts';
import type { Training } from './tape/linear.ts';

/** How the layers of the networks are trained. */
export interface LayerTraining {
  /** By a layer's full name. */
  readonly of: (name: string) => Training;
  /** Text that two blocks have in common if their layers are trained alike. */
  readonly kindOf: (block: number) => string;
}

/** What each method trains (hydit/train_deepspeed*.py, commit 368280e). */
export function layerTraining(model: MemoryInput['model'], method: MethodKind): LayerTraining {
  const alike = (): string => method.kind;
  switch (method.kind) {
    case 'full':
      return { of: () => 'trained', kindOf: alike };
    case 'ipadapter':
      return { of: (name) => (name.includes('ip_adapter') ? 'trained' : 'frozen'), kindOf: alike };
    case 'controlnet':
      return {
        of: (name) => (/^(blocks\.|before_proj|after_proj)/.test(name) ? 'trained' : 'frozen'),
        kindOf: alike,
      };
    case 'lora':
      return loraTraining(model, method);
  }
}

/** An update for each layer that is matched; targets may name single blocks. */
function loraTraining(
  model: MemoryInput['model'],
  { rank, targets }: Extract<MethodKind, { readonly kind: 'lora' }>,
): LayerTraining {
  const update = { rank };
  const names = new Set<string>();
  const kinds = new Map<string, string>();
  for (const { name } of updatedModules(model, targets)) {
    names.add(name);
    const [, block = '', layer = ''] = /^blocks\.(\d+)\.(.*)/.exec(name) ?? [];
    kinds.set(block, `${kinds.get(block) ?? ''} ${layer}`);
  }
  return {
    of: (name) => (names.has(name) ? update : 'frozen'),
    kindOf: (block) => kinds.get(String(block)) ?? '',
  };
}
