#!/usr/bin/env bash
# Written by ditc from ipadapter.yaml: edit that file, not this one.
#
# Starts one stage of the training on this machine. It finds everything from its own place, so the experiment's
# folder may lie anywhere.
set -euo pipefail

die() {
  printf 'ditc: %s\n' "$@" >&2
  exit 4
}

need_secret() {
  if [[ -z ${!1:-} ]]; then die "the environment variable $1 is not set" "The experiment names it under \`machine.secrets\`. Set it and start again."; fi
}

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(CDPATH='' cd -- "$here/../../../.." && pwd)
checkout="$root"/../HunyuanDiT
weights="$checkout"/ckpts/t2i/model/pytorch_model_module.pt
index="$root"/packed/index/porcelain-prompt/main.json
run=$root/runs/porcelain-prompt/main
args=(
  --model DiT-g/2
  --rope-img base512
  --rope-real
  --resume
  --resume-module-root "$checkout"/ckpts/t2i/model/pytorch_model_module.pt
  --reset-loader
  --training-parts ipadapter
  --is-ipa True
  --no-strict
  --resume-ipa True
  --resume-ipa-root "$checkout"/ckpts/t2i/model/ipa.pt
  --index-file "$root"/packed/index/porcelain-prompt/main.json
  --num-workers 4
  --uncond-p 0.22
  --uncond-p-t5 0.22
  --image-size 1024
  --multireso
  --reso-step 64
  --batch-size 4
  --grad-accu-steps 2
  --global-seed 1234
  --lr 0.0001
  --weight-decay 0
  --predict-type v_prediction
  --noise-schedule scaled_linear
  --beta-start 0.00085
  --beta-end 0.018
  --mse-loss-weight-type constant
  --noise-offset 0
  --task-flag dit-porcelain-prompt
  --epochs 4000
  --max-training-steps 4000
  --log-every 20
  --ckpt-every 1000000000
  --ckpt-latest-every 1000000000
  --results-dir "$root"/runs/porcelain-prompt/main
  --extra-fp16
  --infer-mode fa
  --use-zero-stage 1
  --deepspeed
)
# So that `machine.env` cannot change them: a variable of the same name ends the script.
readonly here root checkout weights index run args

export TOKENIZERS_PARALLELISM=false
export HF_HUB_OFFLINE=1

export DITC_STAGE="$here"
export PYTHONPATH="$checkout${PYTHONPATH:+:$PYTHONPATH}"

[[ -f $checkout/hydit/train_deepspeed_ipadapter.py ]] || die "no checkout of HunyuanDiT at $checkout" "Clone it there, or write its place as \`machine.checkout\`."
[[ -z $weights || -f $weights ]] || die "no weights at $weights" "Download them there, or write another file as \`model.weights\`."
adapter="$checkout"/ckpts/t2i/model/ipa.pt
[[ -f $adapter ]] || die "no adapter at $adapter" 'Download it there, train the stage before, or write another file as `method.weights`.'
[[ -f $index ]] || die "no index at $index" "Pack the data with \`ditc build\`."
command -v deepspeed >/dev/null || die "the command \`deepspeed\` is not on PATH" "Activate the Python environment of the trainer and start again."

# Beside --num_gpus the launcher ignores CUDA_VISIBLE_DEVICES and takes the first GPUs; without it, it takes those.
set -- --num_gpus 2
if [[ -n ${CUDA_VISIBLE_DEVICES:-} ]]; then set --; fi
set -- deepspeed "$@" --master_port 29500

# The trainer looks for its other networks below the folder it runs in.
cd -- "$checkout"
printf 'ditc: training into %s\n' "$run" >&2
exec "$@" "$here/../overlay/train.py" "${args[@]}"
