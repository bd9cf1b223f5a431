import { join } from 'node:path';
import { canReach } from '../disk/can-reach.ts';
import type { Network } from '../experiment/networks.ts';
import { type Check, missing, ok } from './check.ts';
import type { Shown, Wanted } from './wanted.ts';

const TORCH_OR_SAFETENSORS = [
  'pytorch_model.bin',
  'model.safetensors',
  'pytorch_model.bin.index.json',
  'model.safetensors.index.json',
];

/**
 * The frozen networks, at the places where the trainer looks and nowhere else (hydit/constants.py:30-34, commit 368280e), each with
 * files of which one must be there: the names that `from_pretrained` of transformers and diffusers reads.
 */
const NETWORKS = [
  {
    name: 'VAE',
    folder: 'sdxl-vae-fp16-fix',
    files: [['config.json'], ['diffusion_pytorch_model.safetensors', 'diffusion_pytorch_model.bin']],
  },
  { name: 'CLIP text', folder: 'clip_text_encoder', files: [['config.json'], TORCH_OR_SAFETENSORS] },
  { name: 'tokenizer', folder: 'tokenizer', files: [['vocab.txt', 'tokenizer.json']] },
  {
    name: 'mT5',
    folder: 'mt5',
    files: [['config.json'], ['spiece.model', 'tokenizer.json'], TORCH_OR_SAFETENSORS],
  },
] as const;

/** The frozen networks below the checkout, and those that the method needs beside them. */
export async function checkEncoders({ checkout, networks }: Wanted): Promise<readonly Check[]> {
  return Promise.all([
    ...NETWORKS.map(async ({ name, folder, files }) => {
      const place = join('ckpts', 't2i', folder);
      const absent = await firstAbsent(join(checkout.path, place), files);
      const shown = join(checkout.shown, place);
      if (absent === undefined) return ok(name, `\`${shown}\``);
      return missing(
        name,
        `no \`${join(shown, absent)}\``,
        'It comes with the weights: `huggingface-cli download Tencent-Hunyuan/HunyuanDiT-v1.2 --local-dir ./ckpts` in the checkout. All versions share it.',
      );
    }),
    ...networks.map((network) => networkCheck(checkout, network)),
  ]);
}

async function networkCheck(checkout: Shown, { name, places, wayOut }: Network): Promise<Check> {
  for (const place of places)
    if (await canReach(join(checkout.path, place)))
      return ok('network', `${name}: \`${join(checkout.shown, place)}\``);
  return missing('network', `${name} is not at \`${join(checkout.shown, places[0])}\``, wayOut);
}

/** The first choice of files of which none is there. */
async function firstAbsent(
  folder: string,
  choices: readonly (readonly string[])[],
): Promise<string | undefined> {
  for (const choice of choices) {
    const there = await Promise.all(choice.map((name) => canReach(join(folder, name))));
    if (!there.includes(true)) return choice[0];
  }
  return undefined;
}
