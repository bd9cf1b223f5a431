#!/bin/bash
deepspeed --num_gpus 1 hydit/train_deepspeed.py --task-flag dit_vase --control-type depth \
    --rope-img base512 --rope-real --beta-end 0.018 --uncond-p 0 --uncond-p-t5 0 --index-file data/vases.json \
    --resume --resume-module-root ./ckpts/t2i/model/pytorch_model_ema.pt --reset-loader \
    --epochs 4 --training-parts ipadapter --is-ipa True --deepspeed --use-zero-stage 2
