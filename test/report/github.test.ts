import { basename, dirname, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile.ts';
import type { Diagnostic, Severity } from '../../src/diagnostics/diagnostic.ts';
import { github } from '../../src/report/github.ts';
import { pretty } from '../../src/report/pretty.ts';
import { viewOf } from '../../src/report/view.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { noColors } from '../support/no-colors.ts';

const render = (more: Partial<Diagnostic>, { path = 'porcelain.yaml', at = [8, 12] } = {}): string => {
  const file = makeSourceFile(path, 'ditc: 1\nname: 青花\nbatch: eight\n');
  const [start = 0, end = 0] = at;
  const span = { file, start, end };
  const item = { code: 'schema/wrong-type', severity: 'error', message: 'it is wrong', path: [], span };
  const diagnostics = [viewOf({ ...item, ...more } as Diagnostic)];
  return github({ diagnostics, files: 1, filesWithFindings: 1 }, noColors);
};

/** A command as actions/runner takes it apart, ActionCommand.cs. */
function parse(text: string): { command: string; properties: Record<string, string>; message: string } {
  const [, command = '', properties = '', message = ''] = /^::(\w+) (.*?)::(.*)\n$/.exec(text) ?? [];
  const unescape = (part: string): string =>
    part
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%');
  const pairs = properties.split(',').map((pair) => {
    const [key = '', value = ''] = pair.split(/=(.*)/s);
    return [key, unescape(value)];
  });
  return { command, properties: Object.fromEntries(pairs), message: unescape(message) };
}

describe('the GitHub format', () => {
  it('is one workflow command a finding', () => {
    expect(render({ help: 'Write a number.' })).toBe(
      '::error file=porcelain.yaml,line=2,col=1,endLine=2,endColumn=5,title=schema/wrong-type::it is wrong%0AWrite a number.\n',
    );
  });

  it.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'notice'],
  ] as [Severity, string][])('says %s as %s', (severity, command) => {
    expect(parse(render({ severity })).command).toBe(command);
  });

  it('names no columns in a range of several lines, which GitHub refuses', () => {
    expect(parse(render({}, { at: [8, 22] })).properties).toEqual({
      file: 'porcelain.yaml',
      line: '2',
      endLine: '3',
      title: 'schema/wrong-type',
    });
  });

  it('escapes what would end the file name, the title or the message', () => {
    const path = 'a,b:c%2C::d=e.yaml';
    const message = '100 %, 50%0A :: `a,b`';
    const text = render({ message, help: 'One: two.' }, { path });
    expect(text.split('\n')).toHaveLength(2);
    expect(parse(text)).toMatchObject({ properties: { file: path }, message: `${message}\nOne: two.` });
  });
});

/** Places as `file:line:column`; of several lines only the first line is told to GitHub. */
function placesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { file, line: first, col } = parse(`${line}\n`).properties;
      return [file, first, col ?? ''].join(':');
    });
}

describe('the annotations of a file', () => {
  const cases = globSync(['rule/*/fires.yaml', 'schema/*.yaml', 'yaml/*/*.yaml'], { cwd: 'test/cases' });

  it.each(cases)('lie where the form for people says: %s', async (path) => {
    const cwd = resolve('test/cases', dirname(path));
    const { diagnostics } = await compile({ file: basename(path), cwd, until: 'rules' });
    const views = diagnostics.map(viewOf);
    const report = { diagnostics: views, files: 1, filesWithFindings: 1 };
    const shown = [...pretty(report, noColors).matchAll(/^(\S.*?):(\d+):(\d+) (?:error|warning|note): /gm)];
    const expected = shown.map(([, file, line, column], at) => {
      const view = views[at];
      return [file, line, view?.line === view?.endLine ? column : ''].join(':');
    });
    expect(placesOf(github(report, noColors))).toEqual(expected);
    expect(expected).toHaveLength(diagnostics.length);
  });
});
