import { looksSecret } from '../source/looks-secret.ts';
import type { Word } from './word.ts';
import type { Entry } from './yaml-text.ts';

/** Variables of the libraries that train; what else a script exports is for the script itself. */
const OF_LIBRARIES =
  /^(NCCL|TORCH|PYTORCH|CUDA|WANDB|HF|HUGGINGFACE|TRANSFORMERS|OMP|MKL|GLOO|UCX|TRITON|TOKENIZERS)_|^(https?|no)_proxy$/i;

/** Places and devices of one machine, which `ditc` sets itself or cannot know (T8, T10). */
const OF_A_MACHINE =
  /^(CUDA_VISIBLE_DEVICES|CUDA_HOME|CUDA_PATH|CUDA_ROOT|NCCL_SOCKET_IFNAME|NCCL_IB_HCA|NCCL_IB_GID_INDEX)$/;

/** `machine.env` of the variables that a script exports, and `machine.secrets` of those whose values no file may hold. */
export function environmentEntries(environment: ReadonlyMap<string, Word>): readonly Entry[] {
  const exported = [...environment].filter(
    ([name, { text, unknown }]) =>
      OF_LIBRARIES.test(name) &&
      !OF_A_MACHINE.test(name) &&
      (unknown === undefined || looksSecret(name)) &&
      text !== '',
  );
  const secrets = exported.map(([name]) => name).filter(looksSecret);
  const values = exported.filter(([name]) => !looksSecret(name));
  return [
    ...(values.length === 0
      ? []
      : [
          {
            key: 'env',
            value: { flow: true, entries: values.map(([key, { text }]) => ({ key, value: text })) },
          },
        ]),
    ...(secrets.length === 0 ? [] : [{ key: 'secrets', value: secrets }]),
  ];
}
