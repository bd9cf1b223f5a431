import { expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import { planText } from '../../src/report/plan-text.ts';

const textOf = async (file: string, ...set: readonly string[]): Promise<readonly string[]> => {
  const { plan } = await compile({ file, cwd: process.cwd(), set });
  if (plan === undefined) throw new Error(`no plan of ${file}`);
  return planText(plan, new Map()).split('\n');
};

it('says of a stage what it costs and depends on', async () => {
  const lines = await textOf('examples/porcelain/full.yaml');
  expect(lines.filter((line) => /^seeds, order of the data .* of 2 GPUs: /.test(line))).toHaveLength(1);
  expect(lines.filter((line) => /^VAE, CLIP and mT5 encode .* in each epoch/.test(line))).toHaveLength(1);
});

it('ends with the command that samples what the last stage leaves', async () => {
  const [head, command, end] = (await textOf('examples/anime/anime.yaml')).slice(-3);
  expect(head).toBe('to sample what is trained, with the schedule that it was trained with');
  expect(command).toMatch(/^ {2}.*python \S+sample_t2i\.py .*\/s4\/checkpoints\/final\.pt.* --beta-end 0\.0/);
  expect(end).toBe('');
});

it('tells which flags of a fork are passed on unchecked, where there are some', async () => {
  const [fork, none] = await Promise.all(
    ['fork-flags-only', 'random-needs-full'].map((rule) => textOf(`test/cases/rule/${rule}/silent.yaml`)),
  );
  expect(fork).toContain('passed on, not checked: --lr-schedule=cosine');
  expect(none?.filter((line) => line.startsWith('passed on'))).toEqual([]);
});

it('tells of the job that packs the data, before what it packs', async () => {
  const launch = 'machine.launch={kind: slurm, time: 90, pack: {parts: 4, time: 90}}';
  const lines = await textOf('examples/porcelain/lora.yaml', launch);
  const at = lines.indexOf('steps');
  expect(lines[at + 1]).toMatch(
    /^ {2}submit launch\/porcelain\/\w+\/pack\.sbatch: 4 tasks pack a part of the data each \(`ditc run` only\)$/,
  );
  expect(lines[at + 2]).toMatch(/^ {2}pack {3}/);
});
