/** A trouble that a line of the output tells of. */
export interface Trouble {
  readonly kind: string;
  readonly pattern: RegExp;
  /** One sentence without a full stop; `$1` stands for what the pattern has found. */
  readonly what: string;
  /** What it means and what to do, in full sentences. */
  readonly help: string;
}

/** What training is known to fail of. The first that a line matches counts; sources are HunyuanDiT at commit 368280e, DeepSpeed 0.19.8 and PyTorch. */
const TROUBLES: readonly Trouble[] = [
  {
    kind: 'out-of-memory',
    pattern: /CUDA out of memory\. Tried to allocate ([\d.]+ \w+)/,
    what: 'a GPU ran out of memory when it needed $1 more',
    help: 'See `ditc show FILE memory` for what the memory is needed for.',
  },
  {
    // deepspeed/runtime/fp16/loss_scaler.py:264-272, and what the overlay says in its place (overlay/overflow.py, T77).
    kind: 'overflow',
    pattern: /loss scale already at minimum|overflow fp16 at the smallest loss scale/i,
    what: 'every step overflows fp16, even at the smallest loss scale',
    help: 'The weights or the data give no numbers any more. Go back to a checkpoint from before the loss rose, and lower `optimizer.lr` or lengthen `optimizer.warmup`.',
  },
  {
    // The trainer catches it, goes on, and the other ranks wait for ever (hydit/train_deepspeed.py:92, T67); the overlay ends the run.
    kind: 'save-failed',
    pattern: /(?:Saved failed to |cannot save )(.+?)(?:\. <|: )/,
    what: 'the checkpoint `$1` was not saved',
    help: 'Free space on that disk, or give the right to write there, and start again.',
  },
  {
    // hydit/data_loader/arrow_load_stream.py:145-151 (T141).
    kind: 'white-image',
    pattern: /get_raw_image \| Error: (.+)/,
    what: 'an image cannot be read and is trained as a white one: $1',
    help: 'Stop the run: the model learns white squares. Pack the data again with `ditc build`, or bring the shards to where the index says.',
  },
  {
    // hydit/data_loader/arrow_load_stream.py:271-286 (T141).
    kind: 'default-caption',
    pattern: /arrow_load_stream \| Warning! Fail get text_zh/,
    what: 'a caption cannot be read and is trained as `随机生成一张图片`',
    help: 'Stop the run: the model learns a caption that says nothing. Pack the data again with `ditc build`.',
  },
  {
    kind: 'port',
    pattern: /failed to listen on any local network address\. port: (\d+)/,
    what: 'another training on this machine holds the port $1',
    help: 'Wait for its end, or write another number as `machine.launch.port`.',
  },
  {
    kind: 'nccl-timeout',
    pattern: /Watchdog caught collective operation timeout: WorkNCCL\(.*?OpType=(\w+)/,
    what: 'the GPUs waited in vain for each other (NCCL, $1)',
    help: 'One rank is dead or much slower than the others: look in the log for the rank that is silent or was the first to fail. Start with NCCL_DEBUG=INFO to see the links.',
  },
  {
    kind: 'nccl',
    pattern: /NCCL error in: [^,]+, ([^,]+)/,
    what: 'the GPUs cannot talk to each other: $1',
    help: 'Start with NCCL_DEBUG=INFO to see which link fails; NCCL_SOCKET_IFNAME chooses the network.',
  },
  {
    // deepspeed/launcher/launch.py: a negative status is a signal.
    kind: 'killed',
    pattern: /exits with return code = -9$/,
    what: 'a process of the training was killed by the system',
    help: 'Mostly main memory ran out: see `ditc show FILE memory`, lower `machine.workers`, or give the job more memory.',
  },
];

/** The trouble that a line tells of, if any. */
export function findTrouble(line: string): { trouble: Trouble; match: RegExpExecArray } | undefined {
  for (const trouble of TROUBLES) {
    const match = trouble.pattern.exec(line);
    if (match) return { trouble, match };
  }
  return undefined;
}
