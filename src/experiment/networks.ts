import type { Experiment } from './experiment.ts';

/** A network that the trainer of a method opens below the checkout beside the model's own. */
export interface Network {
  readonly name: string;
  /** Places relative to the checkout; one of them is enough. The first is where upstream means it to be. */
  readonly places: readonly [string, ...string[]];
  /** How to get it there, as a full sentence. */
  readonly wayOut: string;
}

const POSE = 'hydit/annotator/ckpts';
const DWPOSE_WAY_OUT = `Unpack https://dit.hunyuan.tencent.com/download/HunyuanDiT/dwpose.zip into \`${POSE}\` of the checkout.`;
const download = (file: string, folder: string): string =>
  `Run \`huggingface-cli download Tencent-Hunyuan/IP-Adapter ${file} --local-dir ${folder}\` in the checkout.`;

/** hydit/annotator/dwpose/wholebody.py:19-20, controlnet/README.md:66-69 (HunyuanDiT, commit 368280e). */
const DWPOSE: readonly Network[] = ['yolox_l.onnx', 'dw-ll_ucoco_384.onnx'].map((file) => ({
  name: `the pose model \`${file}\``,
  places: [`${POSE}/${file}`],
  wayOut: DWPOSE_WAY_OUT,
}));

/** hydit/utils/img_clip_emb.py:736; ipadapter/README.md:14 has another place, where the overlay looks too. */
const IMAGE_ENCODER: Network = {
  name: 'the image encoder',
  places: [
    'ckpts/t2i/clip_img_encoder/clip_img_encoder.pt',
    'ckpts/t2i/model/clip_img_encoder/clip_img_encoder.pt',
  ],
  wayOut: download('clip_img_encoder.pt', 'ckpts/t2i/clip_img_encoder'),
};

/** ipadapter/train_ipadapter.sh. */
export const PUBLIC_ADAPTER: Network = {
  name: 'the public adapter',
  places: ['ckpts/t2i/model/ipa.pt'],
  wayOut: download('ipa.pt', 'ckpts/t2i/model'),
};

/** Networks that a method needs beside those of every training. A depth model lies in the cache of Hugging Face, not here. */
export function networksOf({ method }: Pick<Experiment, 'method'>): readonly Network[] {
  if (method.kind === 'controlnet') return method.control === 'pose' ? DWPOSE : [];
  if (method.kind !== 'ipadapter') return [];
  return method.weights === 'public' ? [IMAGE_ENCODER, PUBLIC_ADAPTER] : [IMAGE_ENCODER];
}
