/**
 * `fp16` and `bf16`. The trainer halves the model itself and its flash layers halve their inputs, so bf16 cannot be
 * (hydit/modules/attn_layers.py, commit 368280e). Loss scaling as upstream has it (hydit/ds_config.py), but for `min_loss_scale`,
 * which upstream sets to 0.001 and DeepSpeed 0.19 takes as a whole number only (runtime/precision_config.py).
 */
export function precisionBlocks(): object {
  return {
    fp16: {
      enabled: true,
      loss_scale: 0,
      initial_scale_power: 15,
      loss_scale_window: 500,
      hysteresis: 2,
      min_loss_scale: 1,
    },
    bf16: { enabled: false },
  };
}
