# shellcheck shell=bash # a part of launch.sh, which starts the words that it sets
command -v deepspeed >/dev/null || die "the command \`deepspeed\` is not on PATH" "Activate the Python environment of the trainer and start again."

# Beside --num_gpus the launcher ignores CUDA_VISIBLE_DEVICES and takes the first GPUs; without it, it takes those.
set -- --num_gpus __GPUS__
if [[ -n ${CUDA_VISIBLE_DEVICES:-} ]]; then set --; fi
set -- deepspeed "$@" --master_port __PORT__
