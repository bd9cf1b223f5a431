import type { Experiment } from '../../experiment/experiment.ts';

/**
 * `optimizer`: AdamW of PyTorch, on every machine. DeepSpeed's own FusedAdam and CPUAdam are compiled when training starts and
 * need nvcc and a C++ compiler that fit PyTorch; a machine without them would stop there (T25). On the GPU PyTorch's fused kernel
 * does the same work without that. In main memory it is left out: it exists there since PyTorch 2.4 only, DeepSpeed runs from 2.0.
 * (DeepSpeed 0.19.8 runtime/engine.py `get_optimizer_configuration`: `torch_adam` is taken out, the rest goes to the optimizer.)
 */
export function optimizerBlock({ optimizer, machine }: Experiment): object {
  const { lr, betas, eps, weight_decay } = optimizer;
  const onGpu = machine.memory.offload === 'none';
  return {
    type: 'AdamW',
    params: { lr, betas, eps, weight_decay, torch_adam: true, ...(onGpu && { fused: true }) },
  };
}
