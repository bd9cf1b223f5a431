#!/bin/bash
#SBATCH -J dit
#SBATCH -N 2
#SBATCH --gres=gpu:a800:8
#SBATCH -p gpu,long -A vision --qos=high
#SBATCH --time 2-00 # two days
#SBATCH --requeue
##SBATCH --mem=0

head=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
export NCCL_DEBUG=INFO OMP_NUM_THREADS=4
export HF_TOKEN=hf_abc
export DATA=/lustre/faces

srun torchrun --nnodes=$SLURM_NNODES --nproc_per_node="$SLURM_GPUS_ON_NODE" --rdzv_backend=c10d \
  --rdzv_endpoint=$head:29500 hydit/train_deepspeed.py \
  --task-flag dit_faces --index-file $DATA/faces.json --results-dir /lustre/out \
  --rope-img base512 --rope-real --beta-end 0.018 --uncond-p 0 --uncond-p-t5 0 \
  --lr 1e-4 --batch-size 4 --epochs 3 \
  --resume --resume-module-root ./ckpts/t2i/model/pytorch_model_module.pt --reset-loader \
  --deepspeed --use-zero-stage 2 --gradient-checkpointing
