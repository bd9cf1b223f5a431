import { join } from 'node:path';
import { canReach } from '../disk/can-reach.ts';
import { codeOf, isMissing } from '../disk/system-error.ts';
import { type Check, missing, ok } from './check.ts';
import type { Wanted, WantedWeights } from './wanted.ts';
import { type Architecture, judgeTensors } from './weights/judge-tensors.ts';
import { readTensors, type Tensors, type Unreadable } from './weights/read-tensors.ts';

/** Folders of the public files below a checkout, with what belongs there (hydit/train.sh, hydit/train_v1.1.sh, commit 368280e). */
const PUBLIC: readonly (Architecture & { readonly folder: string })[] = [
  { folder: 'ckpts/t2i/model', version: 'v1.2', size: 'g/2' },
  { folder: 'ckpts/t2i/model_v1_1', version: 'v1.1', size: 'g/2' },
];
const PUBLIC_FILES = ['ema', 'module', 'distill'].map((word) => `pytorch_model_${word}.pt`);

/** The weights that training starts from, told from the file's header. */
export async function checkWeights({ weights, checkout }: Wanted): Promise<readonly Check[]> {
  if (weights === 'none') return [];
  if (weights) return [await weightsCheck(weights)];
  const found = await Promise.all(
    PUBLIC.flatMap(({ folder, ...architecture }) =>
      PUBLIC_FILES.map(async (file): Promise<readonly Check[]> => {
        const [path, shown] = [join(checkout.path, folder, file), join(checkout.shown, folder, file)];
        return (await canReach(path)) ? [await weightsCheck({ path, shown, ...architecture })] : [];
      }),
    ),
  );
  const checks = found.flat();
  return checks.length > 0
    ? checks
    : [missing('weights', `none of the public files below \`${checkout.shown}\``, download('v1.2'))];
}

async function weightsCheck(wanted: WantedWeights): Promise<Check> {
  const { path, shown } = wanted;
  try {
    return judge(wanted, await readTensors(path));
  } catch (error) {
    if (isMissing(error)) return missing('weights', `no file \`${shown}\``, download(wanted.version));
    if (codeOf(error) === undefined) throw error;
    return missing(
      'weights',
      `\`${shown}\` cannot be read (${codeOf(error)})`,
      'Name a file that this user may read.',
    );
  }
}

function judge(wanted: WantedWeights, file: Tensors | Unreadable): Check {
  const { shown, version, size } = wanted;
  if (file.kind !== 'tensors') return unreadable(file.kind, wanted);
  const [call] = file.calls;
  if (call !== undefined)
    return missing(
      'weights',
      `\`${shown}\` would call \`${call}\` when it is loaded`,
      'Weights have no need of that. Do not load it: take the file from its first source.',
    );
  const { isWanted, what } = judgeTensors(file, wanted);
  if (isWanted && file.form === 'torch') return ok('weights', `\`${shown}\`: ${what}`);
  if (isWanted)
    return missing(
      'weights',
      `\`${shown}\` has ${what} as safetensors, which the trainer does not read`,
      'Save it again: `torch.save(safetensors.torch.load_file(FILE), NEW)`.',
    );
  return missing(
    'weights',
    `\`${shown}\` has ${what}, wanted is ${version} ${size}`,
    'Name the file that belongs to `model.version` and `model.size`, or change them.',
  );
}

function unreadable(kind: Unreadable['kind'], { shown, version }: WantedWeights): Check {
  switch (kind) {
    case 'cut off':
      return missing('weights', `\`${shown}\` is cut off`, download(version));
    case 'old form':
      return missing(
        'weights',
        `\`${shown}\` is in the form of PyTorch before 1.6, whose tensors cannot be told without executing it`,
        'If you trust the file, load it and save it again: `torch.save(torch.load(FILE, weights_only=True), NEW)`.',
      );
    case 'other form':
      return missing(
        'weights',
        `\`${shown}\` is neither a file of PyTorch nor of safetensors`,
        download(version),
      );
  }
}

/** How the public files are fetched (README.md, "Download Pretrained Models", and "v1.1", commit 368280e). */
function download(version: Architecture['version']): string {
  const repository = version === 'v1.0' ? 'HunyuanDiT' : `HunyuanDiT-${version}`;
  const command = `\`huggingface-cli download Tencent-Hunyuan/${repository} --local-dir`;
  return version === 'v1.2'
    ? `${command} ./ckpts\` in the checkout fetches it and goes on where it was stopped.`
    : `${command} ./${repository}\` fetches it; put it there, or name its place as \`model.weights\`.`;
}
