import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLine } from '../../src/watch/read-line.ts';

/** Standard error of the real trainer on a CPU: 60 steps of two micro steps each. */
const captured = readFileSync(join(import.meta.dirname, 'captured', 'two-micro-steps.log'), 'utf8');

describe('what is read from the output', () => {
  const said = captured.split(/[\r\n]/).flatMap((line) => readLine(line) ?? []);

  it('is every line of the training loop, with its epoch before it and the time that it was written', () => {
    expect(said.filter(({ kind }) => kind === 'measured')).toHaveLength(6);
    expect(said.filter(({ kind }) => kind === 'epoch').map((each) => 'epoch' in each && each.epoch)).toEqual(
      Array.from({ length: 10 }, (_, epoch) => epoch),
    );
    expect(said.find(({ kind }) => kind === 'measured')).toEqual({
      kind: 'measured',
      microStep: 20,
      loss: 0.3197,
      lr: 1e-4,
      samplesPerSecond: 4.55,
      time: new Date('2026-11-25T16:34:20'),
    });
  });

  it('is what was saved and what the overlay counts, and no trouble in a run without any', () => {
    const checkpoints = said.flatMap((each) => (each.kind === 'saved' ? [each.checkpoint] : []));
    expect(checkpoints).toEqual(['0000060.pt', '0000120.pt', 'latest.pt', 'final.pt']);
    expect(said[0]).toEqual({ kind: 'stage-starts', stage: 'main' });
    expect(said).toContainEqual({ kind: 'skipped', skipped: 0, steps: 60 });
    expect(said.filter(({ kind }) => kind === 'trouble' || kind === 'words')).toEqual([]);
  });

  it.each([
    ['(step=0000002) Train Loss: 0.4217, Lr: 1e-05, Steps/Sec: 5.05, Samples/Sec: 20.21', 0.4217],
    ['(step=0000002) Train Loss: nan, Lr: 0.0001, Steps/Sec: 4.77, Samples/Sec: 9.55', Number.NaN],
    ['(step=0000002) Train Loss: -inf, Lr: 0.0001, Steps/Sec: 4.77, Samples/Sec: 9.55', -Infinity],
  ])('is the loss as Python writes it: %s', (line, loss) => {
    expect(readLine(line)).toMatchObject({ kind: 'measured', microStep: 2, loss });
  });

  it.each([
    [
      '[\u001b[34m2026-11-25 02:10:11\u001b[0m] ditc: going on from /lab/runs/a b/main/checkpoints/resume after update 30',
      { kind: 'goes-on', step: 30 },
    ],
    [
      '[\u001b[34m2026-11-25 16:56:34\u001b[0m] ditc: left after update 11, going on from there',
      { kind: 'left', step: 11 },
    ],
    [
      'ditc: stage s1 is finished: /lab/runs/a/s1/checkpoints/final.pt',
      { kind: 'stage-finished', stage: 's1' },
    ],
    [
      'ditc: the environment variable TOKEN is not set',
      { kind: 'words', words: 'the environment variable TOKEN is not set' },
    ],
    [
      'ditc: rank 3: the trainer ended without a single optimizer step',
      { kind: 'words', words: 'the trainer ended without a single optimizer step' },
    ],
  ])('is %s', (line, expected) => expect(readLine(line)).toEqual(expected));

  // What needs a GPU is in the words of public reports and of the sources named in troubles.ts.
  it.each([
    [
      '[rank11]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 4.35 GiB. GPU 3 has a total capacity of 63.42 GiB of which 1.70 GiB is free.',
      'out-of-memory',
      '4.35 GiB',
    ],
    [
      '[rank0]:[E321 02:07:08.408271257 ProcessGroupNCCL.cpp:607] [Rank 0] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=1580, OpType=ALLREDUCE, NumelIn=466119168, NumelOut=466119168, Timeout(ms)=600000) ran for 600060 milliseconds before timing out.',
      'nccl-timeout',
      'ALLREDUCE',
    ],
    [
      'torch.distributed.DistBackendError: NCCL error in: ../torch/csrc/distributed/c10d/ProcessGroupNCCL.cpp:1333, unhandled system error',
      'nccl',
      'unhandled system error',
    ],
    [
      'torch.distributed.DistNetworkError: The server socket has failed to listen on any local network address. port: 29500, useIpv6: false, code: -98, name: EADDRINUSE, message: address already in use',
      'port',
      '29500',
    ],
    [
      'Exception: Current loss scale already at minimum - cannot decrease scale anymore. Exiting run.',
      'overflow',
      undefined,
    ],
    [
      'ditc: rank 0: the gradients of update 12 overflow fp16 at the smallest loss scale, 1',
      'overflow',
      undefined,
    ],
    [
      "[\u001b[34m2026-11-25 02:10:11\u001b[0m] Saved failed to /lab/runs/x/main/checkpoints/0000002.pt. <class 'OSError'>: [Errno 28] No space left on device",
      'save-failed',
      '/lab/runs/x/main/checkpoints/0000002.pt',
    ],
    [
      'ditc: rank 0: cannot save /lab/runs/x y/main/checkpoints/0000002.pt: OSError: [Errno 28] No space left on device',
      'save-failed',
      '/lab/runs/x y/main/checkpoints/0000002.pt',
    ],
    [
      '[\u001b[34m2026-11-25 02:10:11\u001b[0m]     arrow_load_stream | get_raw_image | Error: [Errno 2] Failed to open local file',
      'white-image',
      '[Errno 2] Failed to open local file',
    ],
    [
      '[\u001b[34m2026-11-25 02:10:11\u001b[0m]     arrow_load_stream | Warning! Fail get text_zh columns',
      'default-caption',
      undefined,
    ],
    [
      "[2026-11-25 02:10:11,001] [ERROR] [launch.py:325:sigkill_handler] ['python3', '-u', 'train.py'] exits with return code = -9",
      'killed',
      undefined,
    ],
  ])('is the trouble in %s', (line, kind, found) => {
    const result = readLine(line);
    expect(result).toMatchObject({ kind: 'trouble', trouble: { kind } });
    expect(result?.kind === 'trouble' && result.match[1]).toBe(found);
  });
});
