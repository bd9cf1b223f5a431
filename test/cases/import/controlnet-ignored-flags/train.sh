#!/bin/bash
deepspeed --num_gpus 2 hydit/train_deepspeed_controlnet.py \
    --task-flag dit_depth --control-type depth \
    --rope-img base512 --rope-real --beta-end 0.018 \
    --uncond-p 0.44 --uncond-p-t5 0.44 --index-file data/vases.json \
    --lr 0.0001 --batch-size 1 --grad-accu-steps 1 \
    --resume --resume-module-root ./ckpts/t2i/model/pytorch_model_ema.pt --reset-loader \
    --epochs 4 --ckpt-every 500 --ckpt-latest-every 100 --ckpt-every-n-epoch 1 --save-optimizer-state \
    --gradient-checkpointing --gc-rate 0.5 --rank 8 --is-ipa True \
    --deepspeed --use-zero-stage 2
