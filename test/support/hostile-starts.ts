import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { Compiled } from '../../src/compile.ts';
import { compileSeated, type LaunchName, reseated, type Seated } from './hostile-documents.ts';
import { type Group, groupsFor, PLAIN, seatTexts } from './hostile-groups.ts';
import { furnishSite, harm, type HostileSite, makeHostileSite, mapTexts, recordsOf } from './hostile-site.ts';
import type { Ended } from './pods.ts';
import type { TextSeat } from './text-seats.ts';
import { runPython } from './tools.ts';

const READER = new URL('../conformance/python/read-yaml.py', import.meta.url).pathname;

/** Starts the training of a site, and waits for its end. */
export type Start = (site: HostileSite, compiled: Compiled) => Promise<readonly Ended[]>;

/** A secret whose text does harm where a shell reads it. */
export const SECRET = `it's "$(touch pwned)"\\`;

/** Starts the script that `ditc run` starts, as it does. */
export const startScript =
  (environment: Readonly<Record<string, string>>, path: readonly string[] = []): Start =>
  async ({ top, folder, bin }, { plan }) => {
    const [program = '', ...argv] =
      plan?.steps.flatMap((step) => (step.kind === 'command' ? step.argv : [])) ?? [];
    const child = spawn(program, argv, {
      cwd: folder,
      env: {
        PATH: [bin, ...path, '/usr/bin:/bin:/usr/sbin:/sbin'].join(':'),
        HOME: top,
        LC_ALL: 'C.UTF-8',
        DS_ACCELERATOR: 'cpu',
        SEEN_SECRET: SECRET,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const status = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return [{ status: await status, stdout, stderr }];
  };

/** What ranks and cluster are told by a document. */
interface Told {
  readonly seen: unknown;
  readonly manifests: unknown;
}

/** Starts a document; what it comes to has to be what it says, and nothing else. */
async function tell(
  compile: (
    folder: string,
  ) => Promise<{ readonly seated: readonly Seated[]; readonly compiled: Compiled } | undefined>,
  start: Start,
) {
  const site = makeHostileSite();
  const made = await compile(site.folder);
  if (made?.compiled.files === undefined) return undefined;
  furnishSite(site, made.compiled);
  const ended = await start(site, made.compiled);
  const told: Told = { seen: recordsOf(site), manifests: asStarted(manifestsOf(made.compiled)) };
  return {
    seated: made.seated,
    faults: [...ended.filter(({ status }) => status !== 0), ...harm(site)],
    told,
  };
}

/** The objects of a cluster, as PyYAML reads them. */
export function manifestsOf({ files = [] }: Compiled): unknown {
  const texts = files.filter(({ path }) => path.endsWith('.yaml')).map(({ content }) => content);
  return texts.length === 0 ? [] : runPython(READER, texts, 'all');
}

/** The same with the words of commands as a process gets them: Kubernetes makes one `$` of two. */
function asStarted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asStarted);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'command' ? mapTexts(part, (word) => word.replaceAll('$$', () => '$')) : asStarted(part),
    ]),
  );
}

/**
 * Starts every document with each text, beside the same with a plain word: what is told of the texts has to be what is told of the
 * word, with the texts in its place.
 */
export async function startAll(launch: LaunchName, texts: readonly string[], start: Start, atOnce: number) {
  const all = await groupsFor(launch, makeHostileSite().folder);
  // What Slurm itself reads has a test of its own: the cluster knows no such partition.
  const groups = all.map((group) => ({ ...group, seats: group.seats.filter((seat) => !isOfSlurm(seat)) }));
  const plain = new Map<string, Promise<Told | undefined>>();
  const plainOf = ({ beginning }: Group, seated: readonly Seated[]): Promise<Told | undefined> => {
    const words = reseated(seated, PLAIN);
    const key = words.map(({ seat, value }) => `${seat.name}=${value}`).join('\n');
    const told =
      plain.get(key) ??
      tell(
        async (folder) => ({ seated, compiled: await compileSeated(folder, beginning, words) }),
        start,
      ).then((each) => {
        expect(each?.faults).toEqual([]);
        return each?.told;
      });
    plain.set(key, told);
    return told;
  };
  const started = new Set<string>();
  const work = groups.flatMap((group) => texts.map((hostile) => ({ group, hostile })));
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = work.shift(); next; next = work.shift()) {
        const { group, hostile } = next;
        const made = await tell(
          (folder) =>
            seatTexts(
              folder,
              group.beginning,
              group.seats,
              group.seats.map(() => hostile),
            ),
          start,
        );
        if (made === undefined) continue;
        const words = await plainOf(group, made.seated);
        expect(made.faults, hostile).toEqual([]);
        expect(made.told, hostile).toEqual(mapTexts(words, (word) => word.replaceAll(PLAIN, () => hostile)));
        for (const { seat } of made.seated) started.add(seat.name);
      }
    }),
  );
  return [...started].sort();
}

/** Whether a seat is read by Slurm itself. */
export const isOfSlurm = ({ name }: TextSeat): boolean => name.includes('launch slurm.');

/** Seats whose texts every launch carries to the trainer; those that take names only, for a name of our own templates. */
export const CARRIED = [
  'machine',
  'machine.checkout',
  'machine.env.<name>',
  'machine.env.vases',
  'machine.packed',
  'machine.secrets[]',
  'method ipadapter.weights',
  'method lora.targets[]',
  'model.weights',
  'trainer.flags.vases',
  'trainer.flags.vases[]',
];
