import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOfPorcelain, ditc } from '../support/ditc.ts';
import { leaveArguments, leaveRun } from '../support/run-folder.ts';

const read = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');

/** Whether a text stands in a page, whose megabytes no failure should print. */
const has = (page: string, text: string): boolean => page.includes(text);

/** The porcelain example, packed. */
async function packed(): Promise<string> {
  const cwd = copyOfPorcelain();
  await ditc(['build', 'lora.yaml', '--only', 'data'], { cwd });
  return cwd;
}

describe('ditc report', () => {
  it('writes a page before the data is packed, which says what it does not know', async () => {
    const cwd = copyOfPorcelain();
    const { stdout, stderr, status } = await ditc(['report', 'lora.yaml'], { cwd });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    expect(stderr).toMatch(/^report {3}porcelain: 1 note, \d+\.\d KiB in lora\.report\.html\n$/);
    const page = read(cwd, 'lora.report.html');
    expect(has(page, 'Not known yet: No packed data in')).toBe(true);
    expect(has(page, '8 = 1 × 8 × 1 (micro batch × accumulation × GPUs)')).toBe(true);
    expect(has(page, '18.7 to 20.0 GiB of 22.1 GiB that may be used; RTX-4090 has 24.0 GiB')).toBe(true);
    expect(has(page, '1024 × 1024')).toBe(true);
    expect(has(page, 'over 2,000 optimizer steps')).toBe(true);
  });

  it('shows packed data with its pictures, the same bytes wherever it is started', async () => {
    const cwd = await packed();
    await ditc(['report', 'lora.yaml'], { cwd });
    const page = read(cwd, 'lora.report.html');
    expect(has(page, '24 images, 24 an epoch, 24 micro steps a GPU')).toBe(true);
    expect(has(page, readFileSync(join(cwd, 'images', '23-stemcup.webp')).toString('base64'))).toBe(true);
    expect(has(page, readFileSync(join(cwd, 'images', '06-plate.png')).toString('base64'))).toBe(false);
    expect(has(page, 'too large for this page, 651.2 KiB')).toBe(true);
    expect(has(page, '<strong>CLIP</strong> reads 77 tokens; of 24 drawn captions')).toBe(true);
    expect(has(page, dirname(cwd))).toBe(false);
    expect(page).not.toMatch(/<script|https?:|\bon\w+=/);
    await ditc(['report', join(cwd, 'lora.yaml'), '--out', join(cwd, 'other.html')], { cwd: '/' });
    expect(read(cwd, 'other.html') === page).toBe(true);
  });

  it('shows the draws that `show captions` shows, counts their tokens, and pads small buckets', async () => {
    const cwd = await packed();
    const machine = 'machine: {gpu: A800-80GB, checkout: checkout, memory: {micro_batch: 4}}';
    const text = read(cwd, 'lora.yaml').replace(/machine:\n {2}gpu: RTX-4090/, machine);
    cpSync(join(import.meta.dirname, '../tokens/checkout'), join(cwd, 'checkout'), { recursive: true });
    writeFileSync(join(cwd, 'edited.yaml'), `${text}captions:\n  edits:\n    - prepend: {text: sks}\n`);
    const { stdout } = await ditc(['show', 'edited.yaml', 'captions', '--sample', '1', '--format', 'json'], {
      cwd,
    });
    const [drawn] = JSON.parse(stdout) as { text: string }[]; // as `show` prints it
    await ditc(['report', 'edited.yaml'], { cwd });
    const page = read(cwd, 'edited.report.html');
    expect(drawn?.text).toMatch(/^sks/);
    expect(has(page, `<p class="caption" dir="auto" lang="zh">${drawn?.text}</p>`)).toBe(true);
    expect(has(page, '<td class="number">× 2.00</td>')).toBe(true);
    expect(has(page, 'Counted with <code>checkout/ckpts/t2i/tokenizer/vocab.txt</code>.')).toBe(true);
  });

  it('is about the errors where there are some', async () => {
    const cwd = copyOfPorcelain();
    writeFileSync(join(cwd, 'bad.yaml'), read(cwd, 'lora.yaml').replace('batch: 8', 'batch: [8]'));
    const { status } = await ditc(['report', 'bad.yaml'], { cwd });
    expect(status).toBe(1);
    const page = read(cwd, 'bad.report.html');
    expect(has(page, '<strong class="severity">error</strong>')).toBe(true);
    expect(page).toMatch(/<bdi>bad\.yaml<\/bdi>:\d+:\d+/);
    const set = ['--set', 'batch=7', '--set', 'machine.gpus_per_node=2', '--out', 'out/set.html'];
    expect((await ditc(['report', 'lora.yaml', ...set], { cwd })).status).toBe(1);
    expect(has(read(cwd, 'out', 'set.html'), 'rule/batch-product')).toBe(true);
  });
});

describe('ditc report of a run', () => {
  const folderWithRun = () => {
    const cwd = copyOfPorcelain();
    const run = leaveRun(join(cwd, 'lora.yaml'), [
      {
        time: '2026-11-25T02:10:12.000Z',
        severity: 'note',
        kind: 'saved',
        stage: 'main',
        step: 500,
        what: 'saved <a>',
      },
    ]);
    return { cwd, run };
  };

  it.each(['runs/porcelain', 'runs/porcelain/main', 'runs/porcelain/run.json'])(
    'shows what %s has measured, kept and told',
    async (target) => {
      const { cwd } = folderWithRun();
      const out = target.endsWith('main') ? 'runs/porcelain/main/report.html' : 'runs/porcelain/report.html';
      const { stderr, status } = await ditc(['report', target], { cwd });
      expect({ stderr, status }).toMatchObject({ stderr: expect.stringContaining(out), status: 0 });
      const page = read(cwd, out);
      expect(has(page, '2026-11-25T03:40:11.000Z, after 1.5 h')).toBe(true);
      expect(has(page, '1 line has no number, at step 7,001.')).toBe(true);
      expect(has(page, 'Read from <code>metrics.jsonl</code>, 10,000 lines.')).toBe(true);
      expect(has(page, 'saved &lt;a&gt;')).toBe(true);
      expect(has(page, '<th scope="row" class="words">0000500.pt</th><td class="number">1.0 MiB</td>')).toBe(
        true,
      );
      expect(has(page, 'has changed since')).toBe(false);
    },
  );

  it('reads the log of the trainer where nobody wrote metrics, and says when there is neither', async () => {
    const { cwd, run } = folderWithRun();
    rmSync(join(run, 'main', 'metrics.jsonl'));
    const time = '\u001b[34m2026-11-25 02:10:11\u001b[0m';
    const line = (step: number) =>
      `[${time}] (step=${String(step).padStart(7, '0')}) Train Loss: 0.4217, Lr: 0.0001, Steps/Sec: 5.05, Samples/Sec: 20.21\n`;
    writeFileSync(join(run, 'main', 'log.txt'), [80, 160, 240].map(line).join(''));
    await ditc(['report', 'runs/porcelain'], { cwd });
    const page = read(run, 'report.html');
    expect(has(page, 'Read from <code>log.txt</code>, 3 lines.')).toBe(true);
    expect(has(page, '<strong>Loss</strong> 0.4217 at step 30')).toBe(true);
    rmSync(join(run, 'main', 'log.txt'));
    await ditc(['report', 'runs/porcelain'], { cwd });
    expect(has(read(run, 'report.html'), 'neither <code>metrics.jsonl</code> nor')).toBe(true);
  });

  it.each(['runs/porcelain', 'runs/porcelain/main'])(
    'says what the trainer itself left in %s where ditc run started nothing',
    async (target) => {
      const { cwd, run } = folderWithRun();
      rmSync(join(run, 'run.json'));
      expect(await ditc(['report', target], { cwd })).toMatchObject({
        stderr: expect.stringContaining(`\`${target}\` is no folder of a run [env/no-run]`),
        status: 4,
      });
      leaveArguments(run);
      expect(await ditc(['report', target], { cwd })).toMatchObject({
        stderr: expect.stringContaining('nothing says which experiment'),
        status: 4,
      });
      await ditc(['run', 'lora.yaml', '--until', 'files'], { cwd });
      expect(await ditc(['report', target], { cwd })).toMatchObject({ status: 0 });
      const page = read(join(cwd, target), 'report.html');
      expect(has(page, 'It was started without <code>ditc run</code>')).toBe(true);
      expect(has(page, 'Read from <code>metrics.jsonl</code>, 10,000 lines.')).toBe(true);
    },
  );

  it('says when the file is not what was trained any more', async () => {
    const { cwd, run } = folderWithRun();
    writeFileSync(join(cwd, 'lora.yaml'), `${read(cwd, 'lora.yaml')}# more\n`);
    await ditc(['report', run], { cwd });
    expect(
      has(read(run, 'report.html'), '<code>lora.yaml</code> has changed since this training started'),
    ).toBe(true);
  });

  it('takes the row of the series that was trained', async () => {
    const { cwd, run } = folderWithRun();
    writeFileSync(join(cwd, 'lora.yaml'), `${read(cwd, 'lora.yaml')}runs:\n  - {id: b16, batch: 16}\n`);
    const record = JSON.parse(read(run, 'run.json')) as { experiment: { name: string } }; // ours
    record.experiment.name = 'porcelain-b16';
    writeFileSync(join(run, 'run.json'), JSON.stringify(record));
    await ditc(['report', run], { cwd });
    expect(has(read(run, 'report.html'), '16 = 1 × 16 × 1')).toBe(true);
  });

  it('refuses a folder that is none, and a record that cannot be read', async () => {
    const { cwd, run } = folderWithRun();
    expect(await ditc(['report', 'images'], { cwd })).toMatchObject({
      stderr: expect.stringContaining('`images` is no folder of a run [env/no-run]'),
      status: 4,
    });
    writeFileSync(join(run, 'run.json'), '{}');
    expect(await ditc(['report', 'runs/porcelain'], { cwd })).toMatchObject({
      stderr: expect.stringContaining('[env/broken-run]'),
      status: 4,
    });
    expect(existsSync(join(run, 'report.html'))).toBe(false);
  });
});
