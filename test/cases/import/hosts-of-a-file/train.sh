#!/bin/bash
deepspeed --hostfile=hosts --master_port 29511 hydit/train_deepspeed.py \
  --task-flag dit_faces --index-file faces.json --results-dir /nfs/out \
  --rope-img base512 --rope-real --beta-end 0.018 --uncond-p 0 --uncond-p-t5 0 \
  --lr 1e-4 --batch-size 4 --epochs 3 \
  --resume --resume-module-root ./ckpts/t2i/model/pytorch_model_module.pt --reset-loader \
  --deepspeed --use-zero-stage 2 --gradient-checkpointing
