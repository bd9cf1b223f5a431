import { posix } from 'node:path';
import type { Devices } from './devices.ts';
import { machineEntry } from './machine-entry.ts';
import { modelEntries, nameOf } from './model-entries.ts';
import { DEAD } from './judge/judge-flags.ts';
import { type Foreign, given, numberOf, type Reading, textsOf, valueOf } from './reading.ts';
import { accumulationOf, durationEntries, trainingEntries } from './training-entries.ts';
import { type Entry, yamlLines } from './yaml-text.ts';

/** The experiment that arguments of the trainer describe, as YAML. `source` is what they were read from. */
export function experimentText(reading: Reading, devices: Devices, source: string): string {
  const accumulation = accumulationOf(reading);
  const micro = numberOf(reading, '--batch-size');
  const gpus = devices.nodes * (devices.gpusPerNode ?? 1);
  const taskFlag = valueOf(reading, '--task-flag');
  const entries: readonly Entry[] = [
    { key: 'ditc', value: 1, above: [`Imported from ${posix.basename(source)}.`, ...foreignLines(reading)] },
    {
      key: 'name',
      value: nameOf(reading),
      ...(taskFlag !== null && { behind: `--task-flag was ${String(taskFlag)}` }),
    },
    { key: 'seed', value: numberOf(reading, '--global-seed') },
    ...modelEntries(reading),
    {
      key: 'batch',
      value: micro * accumulation * gpus,
      behind: `${micro} a GPU × ${accumulation} micro steps × ${gpus} GPU${gpus === 1 ? '' : 's'}`,
    },
    ...trainingEntries(reading),
    dataEntry(reading),
    ...durationEntries(reading),
    machineEntry(reading, devices),
  ];
  return `${yamlLines({ entries }).join('\n')}\n`;
}

/** An index no longer says from which CSV it was made. */
function dataEntry(reading: Reading): Entry {
  const indexes = textsOf(reading, '--index-file');
  const named = indexes.length > 0 ? indexes : ['index'];
  const sources = new Map(named.map((path) => [sourceName(path), path]));
  return {
    key: 'data',
    value: {
      entries: [
        {
          key: 'sources',
          above: [
            indexes.length > 0
              ? `The index ${indexes.join(', ')} does not say from which CSV it was made: name the CSV.`
              : 'No --index-file was given: name the CSV.',
          ],
          value: {
            entries: [...sources.keys()].map((key) => ({
              key,
              value: { flow: true, entries: [{ key: 'csv', value: `${key}.csv` }] },
            })),
          },
        },
        { key: 'random_flip', value: given(reading, '--random-flip') !== undefined },
      ],
    },
  };
}

/** What the trainer does not know, and what it does not read, stays as a comment. */
function foreignLines(reading: Reading): readonly string[] {
  const dead = reading.isRecord ? [] : DEAD.flatMap((name) => given(reading, name) ?? []);
  const line = ({ name, words }: Foreign): string => [name, ...words].map(({ text }) => text).join(' ');
  return [
    ...reading.foreign.map((item) => `Unknown to the trainer: ${line(item)}`),
    ...dead.map((item) => `Not read by the trainer: ${line(item)}`),
  ];
}

function sourceName(path: string): string {
  const name = posix
    .basename(path)
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-+$/, '');
  // A key of digits is a number to some readers, and `no` a boolean.
  return /^[a-z]/.test(name) && !/^(y|n|yes|no|on|off|true|false|null)$/.test(name)
    ? name
    : `source-${name}`.replace(/-$/, '');
}
