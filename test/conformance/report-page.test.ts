import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, startChromium } from '../support/chromium.ts';
import { copyOfPorcelain, ditc } from '../support/ditc.ts';
import { leaveRun } from '../support/run-folder.ts';

const SCHEMES = ['light', 'dark'] as const;
/** Pixels of a small telephone and of a wide screen. */
const WIDTHS = [360, 1600];

/** A browser reads the page as it is written: quietly, at every width, and in a way that everybody can read. */
describe.skipIf(!hasChromium())('the page of ditc report in Chromium', () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  it('shows an experiment', async () => {
    const cwd = copyOfPorcelain();
    await ditc(['build', 'full.yaml', '--only', 'data'], { cwd });
    await ditc(['report', 'full.yaml'], { cwd });
    await judge(join(cwd, 'full.report.html'), async (page) => {
      expect(await page.locator('.sheet img').count()).toBeGreaterThan(10);
      expect(await page.locator('figure.plot').count()).toBe(4);
    });
  });

  it('shows a run of ten thousand steps', async () => {
    const cwd = copyOfPorcelain();
    const run = leaveRun(join(cwd, 'lora.yaml'), [
      {
        time: '2026-11-25T02:10:12.000Z',
        severity: 'trouble',
        kind: 'no-number',
        stage: 'main',
        step: 7001,
        what: 'no number',
      },
    ]);
    await ditc(['report', run], { cwd });
    await judge(join(run, 'report.html'), async (page) => {
      expect(await page.locator('#stage-main-measured ~ figure.plot').count()).toBe(3);
      const loss = await page.locator('#stage-main-measured ~ figure path').first().getAttribute('d');
      expect(loss?.match(/M/g)).toHaveLength(2); // it breaks where the loss is no number
    });
  });

  it('shows what others wrote as text, whatever it says', async () => {
    const cwd = copyOfPorcelain();
    const captions = [
      `<script>alert(1)</script><img src=x onerror="alert(2)">`,
      `"' onload='alert(3)' &lt; \`code\``,
      'שלום\u200f \u202egnirts\u202c <b>',
    ];
    const rows = captions.map(
      (text, at) => `images/0${at + 1}-plate.${['jpg', 'png', 'webp'][at]},"${text.replaceAll('"', '""')}"`,
    );
    writeFileSync(join(cwd, 'hostile.csv'), `image_path,text\n${rows.join('\n')}\n`);
    writeFileSync(join(cwd, 'hostile.yaml'), HOSTILE);
    await ditc(['build', 'hostile.yaml', '--only', 'data'], { cwd });
    await ditc(['report', 'hostile.yaml'], { cwd });
    await judge(join(cwd, 'hostile.report.html'), async (page) => {
      expect(await page.locator('script, [onerror], [onload], main b').count()).toBe(0);
      expect(await page.locator('.lead').textContent()).toBe(`</title><script>alert("4")</script>`);
      const shown = await page.locator('#stage-second-images ~ .sheet p.caption').allTextContents();
      const [first, second, third = ''] = captions;
      const marked = third.replace('\u202e', '\\u202e').replace('\u202c', '\\u202c');
      expect(shown.toSorted()).toEqual([first, second, marked].toSorted());
    });
  });

  /** Looks at a page in every scheme and width. */
  async function judge(path: string, look: (page: Page) => Promise<void>): Promise<void> {
    for (const colorScheme of SCHEMES) {
      for (const width of WIDTHS) {
        const context = await browser?.newContext({ colorScheme, viewport: { width, height: 900 } });
        const page = await context?.newPage();
        if (page === undefined) throw new Error('no page');
        expect({ colorScheme, width, ...(await faultsOf(page, path)) }).toEqual({
          colorScheme,
          width,
          ...NO_FAULTS,
        });
        await look(page);
        await context?.close();
      }
    }
  }
});

const NO_FAULTS = { said: [], asked: [], overflow: 0, barriers: [] };

/** What a reader should never meet. */
async function faultsOf(page: Page, path: string): Promise<Record<keyof typeof NO_FAULTS, unknown>> {
  const said: string[] = [];
  const asked: string[] = [];
  const url = pathToFileURL(path).href;
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('dialog', (dialog) => said.push(dialog.message()));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) asked.push(request.url());
  });
  await page.goto(url);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  const barriers = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`,
  );
  return { said, asked, overflow, barriers };
}

const HOSTILE = `ditc: 1
name: hostile
description: '</title><script>alert("4")</script>'
model: {version: v1.2, weights: ema}
method: {kind: lora, rank: 64}
resolution: {kind: single, size: 1024}
batch: 1
optimizer: {lr: 1.0e-4}
length: 10 steps
data:
  sources:
    hostile: {csv: hostile.csv}
stages:
  - {id: first}
  - {id: second}
machine: {gpu: RTX-4090}
`;
