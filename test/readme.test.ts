import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlocks } from './support/markdown-blocks.ts';

const README = readFileSync('README.md', 'utf8');
const blocks = readBlocks(README);
const bin = resolve('dist/main.js');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ditc-readme-'));
  cpSync('examples/porcelain', folder, {
    recursive: true,
    filter: (path) => !/\/(packed|launch|runs)$/.test(path),
  });
  for (const { language, text } of blocks.filter((block) => block.language === 'yaml')) {
    const name = /^# (\S+\.yaml)$/m.exec(text)?.[1];
    if (language === 'yaml' && name) writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string): string {
  const [program, ...argv] = command.split(' ');
  expect(program).toBe('ditc');
  try {
    return execFileSync(process.execPath, [bin, ...argv], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '' },
    });
  } catch (error) {
    return (error as { stdout: string }).stdout; // execFileSync throws with the output when the status is not 0
  }
}

describe('README', () => {
  test('every console block shows what the command prints', () => {
    let text = README;
    for (const block of blocks.filter(({ language }) => language === 'console')) {
      const command = block.text.split('\n', 1)[0] ?? '';
      text = text.replace(block.text, `${command}\n${run(command.replace(/^\$ /, ''))}`);
    }
    if (process.env['DITC_UPDATE_DOCS']) writeFileSync('README.md', text);
    expect(README).toBe(text);
  });

  test('its files are what the text says of them', () => {
    expect(run('ditc check smallest.yaml --format line')).not.toMatch(/error|warning/);
    expect(run('ditc check broken.yaml --format line')).toMatch(/error/);
  });

  test('both commands of the first screen are those that CI runs', () => {
    const ci = readFileSync('.ci/run', 'utf8');
    const commands = blocks
      .filter(({ language }) => language === 'sh')
      .map(({ text }) => text.trim().split(' && '));
    expect(commands.map((parts) => parts[0])).toEqual(['npm ci', 'npm ci']);
    for (const [, main] of commands) expect(ci).toContain(main);
    expect(commands).toHaveLength(2);
  });

  test('its first screen holds both commands', () => {
    const firstScreen = README.split('\n').slice(0, 80).join('\n');
    for (const { text } of blocks.filter(({ language }) => language === 'sh'))
      expect(firstScreen).toContain(text.trim());
  });
});
