#!/bin/bash
common="--rope-img base512 --rope-real --use-style-cond --size-cond 1024 1024 --beta-end 0.03
    --uncond-p 0.22 --uncond-p-t5 0.22 --index-file data/vases.json --extra-fp16
    --resume --resume-module-root ./ckpts/t2i/model_v1_1/pytorch_model_ema.pt --reset-loader
    --epochs 4 --ckpt-every 10 --ckpt-latest-every 9999999 --deepspeed --use-zero-stage 2"

deepspeed --num_gpus 1 hydit/train_deepspeed_ipadapter.py --task-flag dit_whole $common \
    --resume-ipa-root ./adapters/ipa.pt --control-type pose
deepspeed --num_gpus 1 hydit/train_deepspeed_ipadapter.py --task-flag dit_lora $common \
    --no-strict --is-ipa True --training-parts lora --rank 8 --target-modules Wqkv --resume-ipa True
deepspeed --num_gpus 1 hydit/train_deepspeed_ipadapter.py --task-flag dit_own $common \
    --no-strict --is-ipa True --training-parts ipadapter --resume-ipa True --resume-ipa-root ipa.pt
