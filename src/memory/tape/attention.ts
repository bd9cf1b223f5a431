import { allocate, release } from './allocator.ts';
import { free, type Gradient, recordOne, type Tape, type Tensor } from './tape.ts';

const FLOAT = 4;

/**
 * Fused attention, which never holds the scores: keeps its inputs, its output and the log-sum-exp of each query in fp32
 * (flash_attn 2 `flash_attn_interface.py`; PyTorch `scaled_dot_product_attention`, its flash and memory-efficient kernels). `inputs` are the tensors as they
 * are packed: [qkv], [q, kv] or [q, k, v].
 */
export function fusedAttention(
  tape: Tape,
  inputs: readonly Tensor[],
  output: { readonly bytes: number; readonly queries: number },
): Tensor {
  const context = allocate(tape, output.bytes);
  const logSumExp = allocate(tape, FLOAT * output.queries);
  const attended = recordOne(tape, context, {
    inputs,
    saves: [...inputs.map(({ storage }) => storage), context, logSumExp],
    backward: (run) => ({ inputs: inputs.map((input) => gradientOf(run, input)) }),
  });
  release(tape, logSumExp);
  return attended;
}

/** The kernels make the gradients of all inputs; those that nobody needs are freed at once. */
function gradientOf(tape: Tape, { bytes }: Tensor): Gradient {
  return { storage: allocate(tape, bytes), bytes };
}

/**
 * Attention to a few image tokens with explicit scores, as the IP-Adapter does without flash attention
 * (hydit/modules/attn_layers.py:553): keeps copies of query, key and value and the softmax. The query is copied only where
 * several images lie in the micro batch.
 */
export function explicitAttention(
  tape: Tape,
  query: Tensor,
  keyAndValue: readonly [key: Tensor, value: Tensor],
  { images, scores }: { readonly images: number; readonly scores: number },
): Tensor {
  const [key, value] = keyAndValue;
  const copies = images > 1;
  const saved = copies ? allocate(tape, query.bytes) : query.storage;
  const product = batchedProduct(tape, query, key, scores, copies ? saved : undefined);
  if (copies) release(tape, saved);
  const weights = softmax(tape, product);
  free(tape, product);
  const context = batchedProduct(tape, weights, value, query.bytes);
  free(tape, weights);
  return context;
}

function softmax(tape: Tape, input: Tensor): Tensor {
  const output = allocate(tape, input.bytes);
  return recordOne(tape, output, {
    inputs: [input],
    saves: [output],
    backward: (run) => ({ inputs: [gradientOf(run, input)] }),
  });
}

function batchedProduct(
  tape: Tape,
  left: Tensor,
  right: Tensor,
  bytes: number,
  copyOfLeft = left.storage,
): Tensor {
  const copyOfRight = allocate(tape, right.bytes);
  const output = recordOne(tape, allocate(tape, bytes), {
    inputs: [left, right],
    saves: [copyOfLeft, copyOfRight],
    backward: (run) => ({
      inputs: [left, right].map((input) => (input.node ? gradientOf(run, input) : undefined)),
    }),
  });
  release(tape, copyOfRight);
  return output;
}
