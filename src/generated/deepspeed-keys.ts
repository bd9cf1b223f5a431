/* Made by scripts/generate-deepspeed-keys.py from DeepSpeed 0.19.8. Do not edit. */

/** A key of a block that refuses others. */
export interface Field {
  readonly type: 'int' | 'float' | 'bool' | 'text' | 'list' | 'map' | 'choice' | 'block' | 'any';
  readonly nullable?: boolean;
  /** A number for which `true` and `false` are refused; elsewhere they are 1 and 0. */
  readonly strict?: boolean;
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly below?: number;
  readonly choices?: readonly (string | number)[];
  readonly keys?: Readonly<Record<string, Field>>;
  /** A list that may be one text. */
  readonly orText?: boolean;
  /** The full name of a key that is a short one for it. */
  readonly alias?: string;
  /** What a deprecated key is replaced with. */
  readonly instead?: string;
}

/** A block that refuses other keys than its own. */
export type BlockField = Field & { readonly keys: Readonly<Record<string, Field>> };

/** Keys of the top level that DeepSpeed reads; all others it ignores. */
export const topKeys: readonly string[] = ["activation_checkpointing", "aio", "allgather_size", "autotuning", "bf16", "bfloat16", "checkpoint", "comet", "comms_logger", "communication_data_type", "compile", "csv_monitor", "data_efficiency", "data_types", "dataloader_drop_last", "datastates_ckpt", "disable_allgather", "disable_python_gc", "dump_state", "expert_parallel", "flops_profiler", "fp16", "gradient_accumulation_steps", "gradient_allreduce_op", "gradient_clipping", "gradient_predivide_factor", "hybrid_engine", "log_level", "managed_gradient_accumulation", "memory_breakdown", "optimizer", "pipeline", "prescale_gradients", "scheduler", "seq_parallel_communication_data_type", "sequence_parallel_size", "steps_per_print", "tensor_parallel", "tensorboard", "timers", "torch_autocast", "train_batch_size", "train_micro_batch_size_per_gpu", "use_data_before_expert_parallelism", "vocabulary_size", "wall_clock_breakdown", "wandb", "weight_quantization", "zero_allow_untested_optimizer", "zero_force_ds_cpu_optimizer", "zero_optimization"];

/** Keys that DeepSpeed refuses since what they switched on was removed. */
export const removedKeys: Readonly<Record<'top' | 'zero', readonly string[]>> = {"top": ["amp", "compression_training", "curriculum_learning", "eigenvalue", "elasticity", "graph_harvesting", "nebula", "progressive_layer_drop", "quantize_training", "sparse_attention", "sparse_gradients"], "zero": ["mics_hierarchical_params_gather", "mics_shard_size", "zeropp_loco_param"]};

/** Blocks of plain dicts, and the keys that DeepSpeed reads in them. */
export const openBlocks: Readonly<Record<string, readonly string[]>> = {"activation_checkpointing": ["contiguous_memory_optimization", "cpu_checkpointing", "number_checkpoints", "partition_activations", "profile", "synchronize_checkpoint_boundary"], "aio": ["block_size", "intra_op_parallelism", "overlap_events", "queue_depth", "single_submit", "use_gds"], "checkpoint": ["checkpoint_serialization", "load_universal", "parallel_write", "tag_validation", "use_node_local_storage", "writer"], "data_types": ["buffer_dtype", "grad_accum_dtype", "keep_in_fp32_modules", "param_dtype"], "flops_profiler": ["detailed", "enabled", "module_depth", "output_file", "profile_step", "recompute_fwd_factor", "top_modules"], "optimizer": ["legacy_fusion", "params", "type"], "scheduler": ["params", "type"], "torch_autocast": ["dtype", "enabled", "lower_precision_safe_modules"]};

/** Blocks of pydantic, which refuse other keys. */
export const closedBlocks: Readonly<Record<string, BlockField>> = {
  "zero_optimization": {
    "type": "block",
    "keys": {
      "stage": {
        "type": "choice",
        "choices": [
          0,
          1,
          2,
          3
        ]
      },
      "contiguous_gradients": {
        "type": "bool"
      },
      "reduce_scatter": {
        "type": "bool"
      },
      "reduce_bucket_size": {
        "type": "int",
        "above": 0
      },
      "use_multi_rank_bucket_allreduce": {
        "type": "bool"
      },
      "allgather_partitions": {
        "type": "bool"
      },
      "allgather_bucket_size": {
        "type": "int",
        "min": 0
      },
      "overlap_comm": {
        "type": "bool",
        "nullable": true
      },
      "compute_grad_norm": {
        "type": "bool"
      },
      "load_from_fp32_weights": {
        "type": "bool"
      },
      "elastic_checkpoint": {
        "type": "bool"
      },
      "offload_param": {
        "type": "block",
        "keys": {
          "device": {
            "type": "choice",
            "choices": [
              "cpu",
              "none",
              "nvme"
            ]
          },
          "nvme_path": {
            "type": "text",
            "nullable": true
          },
          "buffer_count": {
            "type": "int",
            "min": 0
          },
          "buffer_size": {
            "type": "int",
            "min": 0
          },
          "max_in_cpu": {
            "type": "int",
            "min": 0
          },
          "pin_memory": {
            "type": "bool"
          }
        },
        "nullable": true
      },
      "offload_optimizer": {
        "type": "block",
        "keys": {
          "device": {
            "type": "choice",
            "choices": [
              "cpu",
              "none",
              "nvme"
            ]
          },
          "nvme_path": {
            "type": "text",
            "nullable": true
          },
          "buffer_count": {
            "type": "int",
            "min": 0
          },
          "pin_memory": {
            "type": "bool"
          },
          "pipeline_read": {
            "type": "bool"
          },
          "pipeline_write": {
            "type": "bool"
          },
          "fast_init": {
            "type": "bool"
          },
          "ratio": {
            "type": "float",
            "min": 0.0,
            "max": 1.0
          },
          "super_offload": {
            "type": "bool"
          },
          "cpuadam_cores_perc": {
            "type": "float",
            "min": 0.0,
            "max": 1.0
          }
        },
        "nullable": true
      },
      "zenflow": {
        "type": "block",
        "keys": {
          "topk_ratio": {
            "type": "float",
            "above": 0.0,
            "below": 1.0
          },
          "select_strategy": {
            "type": "text"
          },
          "select_interval": {
            "type": "any"
          },
          "update_interval": {
            "type": "any"
          },
          "overlap_step": {
            "type": "bool"
          },
          "offload": {
            "type": "bool"
          },
          "auto_ratio": {
            "type": "float",
            "min": 0.0,
            "max": 1.0
          },
          "full_warm_up_rounds": {
            "type": "int"
          },
          "pt_reserved_cores_perc": {
            "type": "float",
            "min": 0.0,
            "max": 1.0
          },
          "steps_per_epoch": {
            "type": "int",
            "nullable": true
          }
        },
        "nullable": true
      },
      "sub_group_size": {
        "type": "int",
        "min": 0
      },
      "cpu_offload_param": {
        "type": "bool",
        "nullable": true,
        "instead": "offload_param"
      },
      "cpu_offload_use_pin_memory": {
        "type": "bool",
        "nullable": true,
        "instead": "offload_param or offload_optimizer"
      },
      "cpu_offload": {
        "type": "bool",
        "nullable": true,
        "instead": "offload_optimizer"
      },
      "stage3_prefetch_bucket_size": {
        "type": "int",
        "min": 0
      },
      "prefetch_bucket_size": {
        "type": "int",
        "min": 0,
        "alias": "stage3_prefetch_bucket_size"
      },
      "stage3_param_persistence_threshold": {
        "type": "int",
        "min": 0
      },
      "param_persistence_threshold": {
        "type": "int",
        "min": 0,
        "alias": "stage3_param_persistence_threshold"
      },
      "stage3_model_persistence_threshold": {
        "type": "int",
        "min": 0
      },
      "model_persistence_threshold": {
        "type": "int",
        "min": 0,
        "alias": "stage3_model_persistence_threshold"
      },
      "stage3_max_live_parameters": {
        "type": "int",
        "min": 0
      },
      "max_live_parameters": {
        "type": "int",
        "min": 0,
        "alias": "stage3_max_live_parameters"
      },
      "stage3_max_reuse_distance": {
        "type": "int",
        "min": 0
      },
      "max_reuse_distance": {
        "type": "int",
        "min": 0,
        "alias": "stage3_max_reuse_distance"
      },
      "stage3_gather_16bit_weights_on_model_save": {
        "type": "bool"
      },
      "gather_16bit_weights_on_model_save": {
        "type": "bool",
        "alias": "stage3_gather_16bit_weights_on_model_save"
      },
      "stage3_module_granularity_threshold": {
        "type": "int"
      },
      "module_granularity_threshold": {
        "type": "int",
        "alias": "stage3_module_granularity_threshold"
      },
      "stage3_use_all_reduce_for_fetch_params": {
        "type": "bool"
      },
      "use_all_reduce_for_fetch_params": {
        "type": "bool",
        "alias": "stage3_use_all_reduce_for_fetch_params"
      },
      "stage3_allgather_sequential": {
        "type": "bool"
      },
      "allgather_sequential": {
        "type": "bool",
        "alias": "stage3_allgather_sequential"
      },
      "stage3_gather_fp16_weights_on_model_save": {
        "type": "bool",
        "instead": "gather_16bit_weights_on_model_save"
      },
      "ignore_unused_parameters": {
        "type": "bool"
      },
      "legacy_stage1": {
        "type": "bool"
      },
      "round_robin_gradients": {
        "type": "bool"
      },
      "parameter_alignment": {
        "type": "bool"
      },
      "zero_hpz_partition_size": {
        "type": "int",
        "min": 0
      },
      "zero_quantized_weights": {
        "type": "bool"
      },
      "zero_quantized_nontrainable_weights": {
        "type": "bool"
      },
      "zero_quantized_gradients": {
        "type": "bool"
      },
      "memory_efficient_linear": {
        "type": "bool"
      },
      "pipeline_loading_checkpoint": {
        "type": "bool"
      },
      "override_module_apply": {
        "type": "bool"
      },
      "log_trace_cache_warnings": {
        "type": "bool"
      },
      "enable_sanity_checks": {
        "type": "bool"
      },
      "save_muon_momentum_buffer_in_memory": {
        "type": "bool"
      },
      "leaf_module": {
        "type": "block",
        "keys": {
          "classes": {
            "type": "list",
            "orText": true
          },
          "names": {
            "type": "list",
            "orText": true
          },
          "name_suffixes": {
            "type": "list",
            "orText": true
          }
        },
        "nullable": true
      }
    }
  },
  "fp16": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "auto_cast": {
        "type": "bool"
      },
      "loss_scale": {
        "type": "float",
        "strict": true
      },
      "initial_scale_power": {
        "type": "int"
      },
      "loss_scale_window": {
        "type": "int",
        "strict": true
      },
      "hysteresis": {
        "type": "int"
      },
      "consecutive_hysteresis": {
        "type": "bool"
      },
      "min_loss_scale": {
        "type": "int",
        "strict": true
      },
      "fp16_master_weights_and_grads": {
        "type": "bool"
      }
    }
  },
  "bf16": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "immediate_grad_update": {
        "type": "bool"
      },
      "check_grad_overflow": {
        "type": "bool"
      },
      "bf16_master_weights_and_grads": {
        "type": "bool"
      },
      "bf16_optimizer_states": {
        "type": "bool"
      }
    }
  },
  "bfloat16": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "immediate_grad_update": {
        "type": "bool"
      },
      "check_grad_overflow": {
        "type": "bool"
      },
      "bf16_master_weights_and_grads": {
        "type": "bool"
      },
      "bf16_optimizer_states": {
        "type": "bool"
      }
    }
  },
  "comms_logger": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "prof_all": {
        "type": "bool"
      },
      "prof_ops": {
        "type": "list"
      },
      "verbose": {
        "type": "bool"
      },
      "debug": {
        "type": "bool"
      }
    }
  },
  "tensorboard": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "output_path": {
        "type": "text"
      },
      "job_name": {
        "type": "text"
      }
    }
  },
  "wandb": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "group": {
        "type": "text",
        "nullable": true
      },
      "team": {
        "type": "text",
        "nullable": true
      },
      "project": {
        "type": "text"
      }
    }
  },
  "csv_monitor": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "output_path": {
        "type": "text"
      },
      "job_name": {
        "type": "text"
      }
    }
  },
  "comet": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "samples_log_interval": {
        "type": "int"
      },
      "project": {
        "type": "text",
        "nullable": true
      },
      "workspace": {
        "type": "text",
        "nullable": true
      },
      "api_key": {
        "type": "text",
        "nullable": true
      },
      "experiment_name": {
        "type": "text",
        "nullable": true
      },
      "experiment_key": {
        "type": "text",
        "nullable": true
      },
      "online": {
        "type": "bool",
        "nullable": true
      },
      "mode": {
        "type": "text",
        "nullable": true
      }
    }
  },
  "hybrid_engine": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "max_out_tokens": {
        "type": "int",
        "above": 0
      },
      "inference_tp_size": {
        "type": "int"
      },
      "release_inference_cache": {
        "type": "bool"
      },
      "pin_parameters": {
        "type": "bool"
      },
      "tp_gather_partition_size": {
        "type": "int"
      },
      "enable_cuda_graph": {
        "type": "bool"
      }
    }
  },
  "compile": {
    "type": "block",
    "keys": {
      "deepcompile": {
        "type": "bool"
      },
      "autoep_non_moe": {
        "type": "bool"
      },
      "free_activation": {
        "type": "bool"
      },
      "free_activation_threshold": {
        "type": "int"
      },
      "offload_activation": {
        "type": "bool"
      },
      "offload_activation_pin_memory": {
        "type": "bool"
      },
      "offload_opt_states": {
        "type": "bool"
      },
      "double_buffer": {
        "type": "bool"
      },
      "symmetric_memory": {
        "type": "bool"
      },
      "debug_log": {
        "type": "bool"
      },
      "offload_parameters": {
        "type": "bool"
      },
      "sync_before_reduce": {
        "type": "bool"
      },
      "sync_after_reduce": {
        "type": "bool"
      },
      "sync_before_allgather": {
        "type": "bool"
      },
      "sync_after_allgather": {
        "type": "bool"
      },
      "keep_int_input_tensors": {
        "type": "bool"
      },
      "keep_all_input_tensors": {
        "type": "bool"
      },
      "passes": {
        "type": "list",
        "choices": [
          "z1",
          "z3",
          "autosp",
          "autotp"
        ],
        "nullable": true
      }
    }
  },
  "weight_quantization": {
    "type": "block",
    "keys": {
      "enabled": {
        "type": "bool"
      },
      "num_bits": {
        "type": "int"
      },
      "q_type": {
        "type": "choice",
        "choices": [
          "asymmetric",
          "symmetric"
        ]
      },
      "q_groups": {
        "type": "int"
      },
      "quantized_initialization": {
        "type": "map"
      },
      "post_init_quant": {
        "type": "map"
      }
    }
  },
  "tensor_parallel": {
    "type": "block",
    "keys": {
      "dtype": {
        "type": "any"
      },
      "autotp_size": {
        "type": "int"
      },
      "tp_overlap_comm": {
        "type": "bool"
      },
      "vocab_parallel_lm_head": {
        "type": "bool",
        "nullable": true
      },
      "vocab_parallel_ce_backend": {
        "type": "choice",
        "choices": [
          "torch",
          "liger"
        ]
      },
      "tp": {
        "type": "block",
        "keys": {
          "tp_size": {
            "type": "int"
          },
          "tp_grain_size": {
            "type": "int"
          },
          "mpu": {
            "type": "any"
          },
          "tp_group": {
            "type": "any"
          }
        }
      },
      "tensor_parallel": {
        "type": "block",
        "keys": {
          "tp_size": {
            "type": "int"
          },
          "tp_grain_size": {
            "type": "int"
          },
          "mpu": {
            "type": "any"
          },
          "tp_group": {
            "type": "any"
          }
        },
        "alias": "tp"
      },
      "injection_policy_tuple": {
        "type": "list",
        "nullable": true
      },
      "partition_config": {
        "type": "map",
        "nullable": true
      },
      "preset_model": {
        "type": "text",
        "nullable": true
      },
      "keep_module_on_host": {
        "type": "bool"
      },
      "kernel_inject": {
        "type": "bool"
      },
      "replace_with_kernel_inject": {
        "type": "bool",
        "alias": "kernel_inject"
      }
    }
  }
};
