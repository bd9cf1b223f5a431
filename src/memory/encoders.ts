import type { MemoryInput, MemorySettings } from './memory-input.ts';

/** Parameters of the frozen networks (counted on the public layouts; README.md:363-367 of HunyuanDiT 368280e rounds them). */
const VAE = 83_653_863;
const CLIP_TEXT = 350_986_240;
const MT5 = 1_669_958_656;
/** Visual part of ViT-H/14, which turns the reference image into tokens (ipadapter/, commit 368280e). */
const VIT_H = 632_076_801;

const HALF = 2;
const FLOAT = 4;
const bytesOf = (dtype: MemorySettings['encoderDtype']): number => (dtype === 'fp16' ? HALF : FLOAT);

/** Weights of the frozen encoders: mT5 is always fp16, the image encoder always fp32 (hydit/train_deepspeed.py:330-348, commit 368280e). */
export function encoderWeights(
  { method }: Pick<MemoryInput, 'method'>,
  dtype: MemorySettings['encoderDtype'],
): number {
  const imageEncoder = method.kind === 'ipadapter' ? FLOAT * VIT_H : 0;
  return bytesOf(dtype) * (VAE + CLIP_TEXT) + HALF * MT5 + imageEncoder;
}

/** Parameters of `Intel/dpt-large`, counted on its layout in transformers; the pipeline loads it in fp32. */
const DPT_LARGE = 343_030_465;
/** Bytes of the two files of DWPose: yolox_l.onnx and dw-ll_ucoco_384.onnx. */
const DWPOSE = 216_746_733 + 134_399_116;

/**
 * Weights of what makes the condition of a ControlNet, on every GPU (hydit/train_deepspeed_controlnet.py:55-58,
 * hydit/annotator/dwpose/wholebody.py:12-28, commit 368280e); the overlay loads what the control needs alone. What onnxruntime takes
 * beside the weights of DWPose nobody has measured.
 */
export function conditionWeights({ method }: Pick<MemoryInput, 'method'>): number {
  if (method.kind !== 'controlnet') return 0;
  return { canny: 0, depth: FLOAT * DPT_LARGE, pose: DWPOSE }[method.control];
}

/** Encoding an image holds five maps of 128 channels at full size (counted on SDXL's AutoencoderKL; workspaces of convolutions apart). */
export function vaeEncodePeak(
  height: number,
  width: number,
  images: number,
  dtype: MemorySettings['encoderDtype'],
): number {
  return 5 * 128 * height * width * images * bytesOf(dtype);
}

/** The CLIP text encoder holds 11 maps of 77 × 1024 (counted on BERT-large: the widest step is between its two MLP layers). */
export function clipTextPeak(images: number, dtype: MemorySettings['encoderDtype']): number {
  return 11 * 77 * 1024 * images * bytesOf(dtype);
}

/** Elements of one hidden state of mT5: 256 tokens of 2048. */
const MT5_STATE = 256 * 2048;
/** The input and the outputs of 24 layers, all kept because the trainer asks for hidden states. */
const MT5_STATES = 25;
/** Beside them at the widest step, in halves of a state (counted on the XL encoder: gated MLP of 5120). */
const MT5_WIDEST = 14.5;
/** Position bias: 32 heads × 256 × 256, once for all images. */
const MT5_BIAS = 32 * 256 * 256;

/** mT5 holds all its hidden states, the widest step of a layer, and a position bias. */
export function mt5Peak(images: number): number {
  return HALF * ((MT5_STATES + MT5_WIDEST) * MT5_STATE * images + MT5_BIAS) + FLOAT;
}

/**
 * The most that encoding holds before a step: CLIP, then mT5, then the VAE while mT5's hidden states are still referred to
 * (`prepare_model_inputs`, hydit/train_deepspeed.py:135-190, commit 368280e).
 */
export function encodingPeak(
  { buckets }: Pick<MemoryInput, 'buckets'>,
  { microBatch, encoderDtype }: Pick<MemorySettings, 'microBatch' | 'encoderDtype'>,
): number {
  const states = HALF * MT5_STATES * MT5_STATE * microBatch;
  const vae = Math.max(
    ...buckets.map(({ height, width }) => vaeEncodePeak(height, width, microBatch, encoderDtype)),
  );
  return Math.max(clipTextPeak(microBatch, encoderDtype), mt5Peak(microBatch), states + vae);
}
