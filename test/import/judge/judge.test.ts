import { describe, expect, it } from 'vitest';
import { importFile } from '../../../src/import/import-files.ts';
import { makeFolder } from '../../support/ditc.ts';

const WEIGHTS = './ckpts/t2i/model/pytorch_model_module.pt';

/** Arguments that nothing is to be said of; a flag that is given again has the last word, as in the trainer. */
const GOOD = `--task-flag dit_a --index-file data/a.json --rope-img base512 --rope-real --beta-end 0.018
 --uncond-p 0 --uncond-p-t5 0 --resume --resume-module-root ${WEIGHTS} --reset-loader --deepspeed --use-zero-stage 2`;

/** The findings of a launch with more arguments, without those about a value that is given twice. */
async function judged(more: string, launcher = 'deepspeed --num_gpus 2'): Promise<readonly string[]> {
  const script = `${launcher} hydit/train_deepspeed.py ${GOOD.replaceAll('\n', '')} ${more}\n`;
  const { findings } = await importFile('train.sh', makeFolder({ 'train.sh': script }));
  return findings
    .filter(({ code }) => code !== 'import/given-twice')
    .map(({ severity, code, span }) => {
      const [, slug = ''] = code.split('/');
      return `${severity} ${slug} ${span.file.text.slice(span.start, span.end)}`;
    });
}

describe('arguments of the trainer', () => {
  it.each(['', '--predict-type v_prediction --noise-schedule scaled_linear --beta-start 0.00085'])(
    'are not complained of when they are good: %s',
    async (more) => expect(await judged(more)).toEqual([]),
  );

  it.each([
    ['--task-flag dit_$(date +%F)', ['info unknown-value dit_$(date +%F)']],
    ['--task-flag "$NAME"', ['info unknown-value "$NAME"']],
    ['--task-flag "dit a"', ['warning blank-in-name "dit a"']],
    ['--batch_size 4', ['error misspelt-flag --batch_size']],
    ['—lr 1e-5', ['error extra-word —lr']],
    ['--resume-module-root /m/HunyuanDiT-v1.2/t2i/model/w.pt', []],
    [
      '--resume-module-root ./ckpts/t2i/model_v1_1/pytorch_model_ema.pt',
      ['error weights-of-other-version ./ckpts/t2i/model_v1_1/pytorch_model_ema.pt'],
    ],
    [
      '--resume-module-root m/HunyuanDiT-v1.2/w.pt --use-style-cond --size-cond 1024 1024 --beta-end 0.03',
      ['error weights-of-other-version m/HunyuanDiT-v1.2/w.pt', 'info size-condition --size-cond'],
    ],
    ['--resume-module-root runs/exp_1_0/w.pt', []],
    ['--norm rms', ['error other-shape --norm']],
    ['--no-learn-sigma', ['error other-shape --no-learn-sigma']],
    ['--predict-type epsilon', ['error other-objective --predict-type']],
    ['--noise-schedule linear', ['error other-objective --noise-schedule']],
    ['--beta-start 0.0001', ['error other-objective --beta-start']],
    ['--mse-loss-weight-type min_snr_5', ['warning weights-of-noise --mse-loss-weight-type']],
    ['--mse-loss-weight-type min_snr', ['error no-such-choice --mse-loss-weight-type']],
    ['--model-var-type FIXED_SMALL', ['error unwritable-flag --model-var-type']],
    ['--log-every 0', ['error interval-of-zero --log-every']],
    ['--ckpt-every 0', ['error interval-of-zero --ckpt-every']],
    ['--no-strict', ['warning missing-weights-pass --no-strict']],
    ['--warmup-min-lr 1e-6', ['warning no-effect --warmup-min-lr']],
    ['--gc-rate 0.5', ['warning no-effect --gc-rate']],
    ['--merge-src-cond', ['warning no-effect --merge-src-cond']],
    ['--multireso --reso-step 64 --image-size 1024 768', ['warning not-square 1024']],
    ['--resume-module-root lora/porcelain', ['error weights-format lora/porcelain']],
    ['--resume-module-root w/dit.safetensors', ['error weights-format w/dit.safetensors']],
  ])('are judged as the trainer takes them: %s', async (more, expected) =>
    expect(await judged(more)).toEqual(expected),
  );

  it.each([
    [`--ema-dtype fp32 --ema-decay 0.9999`, []],
    [`--ema-decay 0.992`, []],
    [`--ema-decay 0.9999`, ['warning average-stands-still --ema-decay']],
    [`--ema-warmup`, ['error average-thrown-away --ema-warmup']],
    [`--ema-reset-decay`, ['warning no-effect --ema-reset-decay']],
    [
      '--resume-module-root ./ckpts/t2i/model/pytorch_model_distill.pt',
      ['warning average-of-another-model --resume-ema-root'],
    ],
  ])('are judged as its average takes them: %s', async (more, expected) => {
    const average = '--use-ema --resume-ema-root ./ckpts/t2i/model/pytorch_model_ema.pt';
    expect(await judged(`${average} ${more}`)).toEqual(expected);
  });
});

it('is judged for a ControlNet, which has no LoRA', async () => {
  const script = `deepspeed --num_gpus 2 hydit/train_deepspeed_controlnet.py ${GOOD.replaceAll('\n', '')} --ckpt-every 500 --training-parts lora --rank 4\n`;
  const { findings } = await importFile('train.sh', makeFolder({ 'train.sh': script }));
  expect(findings.map(({ code }) => code)).toEqual(['import/no-such-part']);
});

describe('the choice of GPUs', () => {
  it.each([
    ['deepspeed --include localhost:0,1', []],
    ['accelerate launch --num_processes 2', []],
    [
      'accelerate launch --num_processes 2 --mixed_precision=bf16 --zero_stage 3',
      ['warning precision-not-read --mixed_precision=bf16', 'warning precision-not-read --zero_stage'],
    ],
    ['deepspeed --hostfile /job/hosts --include a:0,1@b:0,1', []],
    ['deepspeed --hostfile /job/hosts --exclude a:0 --master_port 29501', ['info gpus-not-said deepspeed']],
    ['CUDA_VISIBLE_DEVICES=0,1 deepspeed --num_gpus 2', []],
    ['CUDA_VISIBLE_DEVICES=2,3 deepspeed --num_nodes 1', ['error options-exclude --num_nodes']],
    ['CUDA_VISIBLE_DEVICES=GPU-1a2b3c4d torchrun --nproc_per_node 1', []],
    [
      'deepspeed --include localhost:0 --exclude=localhost:1',
      ['error options-exclude --exclude=localhost:1'],
    ],
    ['deepspeed --include="localhost:0,1" --num_gpus 2', ['error options-exclude --num_gpus']],
    [
      'deepspeed --include localhost:$GPUS',
      ['info gpus-not-said deepspeed', 'warning no-slots --include', 'info unknown-value localhost:$GPUS'],
    ],
    ['deepspeed --include node7:0,1', ['error no-such-host node7:0,1']],
    ['deepspeed --num_nodes 2 --num_gpus 8', ['error nodes-not-named --num_nodes']],
    [
      'CUDA_VISIBLE_DEVICES=3 deepspeed --num_gpus=1',
      ['warning visible-devices-ignored CUDA_VISIBLE_DEVICES=3'],
    ],
    [
      'CUDA_VISIBLE_DEVICES=2,3 deepspeed --include localhost:0,1',
      ['warning visible-devices-ignored CUDA_VISIBLE_DEVICES=2,3'],
    ],
    [
      'CUDA_VISIBLE_DEVICES=GPU-1a2b3c4d deepspeed',
      ['error no-slots CUDA_VISIBLE_DEVICES=GPU-1a2b3c4d', 'info gpus-not-said deepspeed'],
    ],
    [
      'CUDA_VISIBLE_DEVICES=0-3 deepspeed',
      ['error no-slots CUDA_VISIBLE_DEVICES=0-3', 'info gpus-not-said deepspeed'],
    ],
  ])('is judged as the launcher takes it: %s', async (launcher, expected) =>
    expect(await judged('', launcher)).toEqual(expected),
  );
});

describe('a job of Slurm', () => {
  const job = async (lines: string, launcher: string): Promise<readonly string[]> =>
    judged('', `#!/bin/bash\n${lines}\n${launcher}`);

  it.each([
    ['#SBATCH -N 1 --gres=gpu:a100:2 -t 2-00', 'deepspeed', []],
    [
      '#SBATCH --nodes=2\n#SBATCH --gpus-per-node 8',
      'srun torchrun --nnodes=$SLURM_NNODES --nproc_per_node 8',
      [],
    ],
    ['#SBATCH -N2 --gres=gpu:8', 'srun torchrun --nproc_per_node 8', ['warning nodes-not-started -N2']],
    ['#SBATCH -N 2 # two\n#SBATCH -G 16', 'deepspeed --num_gpus 8', ['warning nodes-not-started 2']],
    ['#SBATCH --gres=gpu:4', 'deepspeed --num_gpus 8', ['error more-gpus-than-asked --gres=gpu:4']],
    ['#SBATCH --gpus=2 --time=30:00', 'deepspeed', ['warning limit-in-minutes --time=30:00']],
    ['module load cuda\n#SBATCH --gpus=2', 'deepspeed --num_gpus 1', ['warning directive-not-read --gpus=2']],
    ['#SBATCH --gpus=2', 'deepspeed --hostfile hosts', ['warning hostfile-missing hosts']],
  ])('is judged as Slurm takes it: %j %s', async (lines, launcher, expected) =>
    expect(await job(lines, launcher)).toEqual(expected),
  );
});

describe('a script that is told something when it is started', () => {
  it('is read behind the test of its arguments', async () => {
    const usage = 'if [ $# -lt 1 ]; then echo "usage: $0 INDEX"; exit 1; fi\ndeepspeed --num_gpus 2';
    expect(await judged('--index-file "$1"', usage)).toEqual(['info unknown-value "$1"']);
  });

  it('is not said to lack what may be among the arguments that a command prints', async () => {
    const script = 'deepspeed --num_gpus 2 hydit/train_deepspeed.py --task-flag dit_a $(cat flags.txt)\n';
    const { findings } = await importFile('train.sh', makeFolder({ 'train.sh': script }));
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning import/arguments-not-known',
      'info import/unknown-value',
    ]);
  });
});

describe('a script beside its hostfile', () => {
  const launched = async (options: string): Promise<readonly string[]> => {
    const script = `deepspeed --hostfile hosts ${options} hydit/train_deepspeed.py ${GOOD.replaceAll('\n', '')}\n`;
    const folder = makeFolder({ 'train.sh': script, hosts: 'a slots=2\nb slots=2\n' });
    return (await importFile('train.sh', folder)).findings.map(({ code }) => code);
  };

  it.each([
    ['', []],
    ['--include a:0,1@b:1,0', []],
    ['--exclude b', []],
    ['--include c:0', ['import/not-in-hostfile']],
    ['--include a:0@b:2', ['import/not-in-hostfile']],
    ['--num_nodes 3', ['import/fewer-hosts']],
  ])('is held against it: %j', async (options, expected) =>
    expect(await launched(options)).toEqual(expected),
  );
});

it('is told where a script has a secret in it', async () => {
  const launcher = 'export WANDB_API_KEY=abc HF_TOKEN=$TOKEN\ndeepspeed --num_gpus 2';
  expect(await judged('', launcher)).toEqual(['warning secret-in-script WANDB_API_KEY=abc']);
});
