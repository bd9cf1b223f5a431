import { networkMissing } from '../../src/rules/network-missing.ts';
import { testRule } from '../support/test-rule.ts';

const prompt = { method: { kind: 'ipadapter', weights: 'public' } };
const pose = { method: { kind: 'controlnet', control: 'pose' }, machine: { memory: { micro_batch: 1 } } };
const [encoder, adapter] = ['the image encoder', 'the public adapter'];
const [people, points] = ['the pose model `yolox_l.onnx`', 'the pose model `dw-ll_ucoco_384.onnx`'];
const at = 'method.kind';

testRule(networkMissing, [
  { name: 'is silent where there is no checkout', change: prompt, expect: [] },
  {
    name: 'takes what is there',
    change: prompt,
    facts: { networks: { [encoder]: true, [adapter]: true } },
    expect: [],
  },
  {
    name: 'names each that is missing, with the way to get it',
    change: prompt,
    facts: { networks: { [encoder]: false, [adapter]: false } },
    expect: [
      { message: 'missing', at, says: '`ckpts/t2i/clip_img_encoder/clip_img_encoder.pt`' },
      { message: 'missing', at, says: 'download Tencent-Hunyuan/IP-Adapter ipa.pt' },
    ],
  },
  {
    name: 'names the half of DWPose that is missing',
    change: pose,
    facts: { networks: { [people]: true, [points]: false } },
    expect: [{ message: 'missing', at, says: 'dwpose.zip' }],
  },
]);
