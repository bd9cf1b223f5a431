import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context, Output } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import { DitcError } from '../../src/errors.ts';
import { makePng } from '../pack/porcelain.ts';
import { experimentText, makeFolder } from '../support/ditc.ts';
import { noColors } from '../support/no-colors.ts';

/** Mutated files of all kinds together; the full run is `DITC_MUTATIONS=20000`. */
const RUNS = Number(process.env['DITC_MUTATIONS'] ?? 400);

/** Milliseconds of work in which any small file is answered. */
const LONGEST = 1000;

const DEEPSPEED = `{
  "train_micro_batch_size_per_gpu": 1, "gradient_accumulation_steps": 2, "train_batch_size": 2,
  "fp16": {"enabled": true, "initial_scale_power": 16},
  "zero_optimization": {"stage": 2, "reduce_bucket_size": 5e8, "offload_optimizer": {"device": "cpu"}},
  "optimizer": {"type": "AdamW", "params": {"lr": 1e-4, "betas": [0.9, 0.999]}}
}
`;
const INDEX = `{"data_type": ["x", "base_size=512"], "config_file": "", "indices_file": "a.npz",
 "arrow_files": ["a/0.arrow", "a/1.arrow"], "cum_length": [3, 5],
 "group_length": {"512x512": [2, 1]}, "indices": {}}
`;
const RECORD = `{"task_flag": "dit", "model": "DiT-g/2", "lr": 0.0001, "image_size": [1024, 1024], "resume": false,
 "index_file": ["a.json"], "use_ema": true, "ema_decay": 0.9999, "training_parts": "lora", "rank": 64}
`;
const SCRIPT = `#!/bin/bash
export PYTHONPATH=./ NAME="\${1:-dit run}"
for lr in 1e-4 5e-5; do
  deepspeed --include localhost:0,1 hydit/train_deepspeed.py \\
    --task-flag "$NAME" --index-file data/a.json --multireso --reso-step 64 \\
    --image-size 1024 --batch-size 1 --lr "$lr" $(cat more.txt) \\
    --resume --resume-module-root ./ckpts/t2i/model/pytorch_model_ema.pt \\
    --deepspeed --use-zero-stage 2 "$@"
done
if [ -f b ]; then idk multireso -c b.yaml -t b.json; else exit 1; fi
`;
const TOML = `[model]
pretrained_model_name_or_path = "models/hydit"
v_parameterization = true
beta_end = 0.018

[network]
network_module = "networks.lora"
network_dim = 64
network_args = ["a=1", 'b']
started = 2024-05-27T07:32:00Z
`;
const RECIPE = `source: [a.arrow]
repeater:
  - {type: md5, list: a.txt}
filter:
  column:
    - {name: height, type: int, action: ge, target: 512, default: 0}
remove_md5_dup: true
`;

const FORMATS = ['line', 'json', 'pretty', 'sarif', 'github'];

/** A file of each kind that ditc reads. */
const FILES: Readonly<Record<string, string>> = {
  'experiment.yaml': experimentText(),
  'recipe.yaml': RECIPE,
  'data.csv': 'image_path,text\n0.png,"青花瓷, ""碗"""\n1.png,x\n',
  'deepspeed.json': DEEPSPEED,
  'index.json': INDEX,
  'args.json': RECORD,
  'train.sh': SCRIPT,
  'lora.toml': TOML,
  hosts: '# all\nnode1 slots=8\nnode2 slots=8\n',
  '.deepspeed_env': 'NCCL_DEBUG=INFO\nHF_HOME=/data/hf\n',
};

/** Pieces of syntax of all these formats, and what hands, editors and other machines put into files. */
const PIECES = [
  ...['\t', '\n', '\r\n', '\r', ' ', ':', ': ', ',', ';', '- ', '{', '}', '[', ']', '[[', '"', "'", '`', '#'],
  ...[
    '&a ',
    '*a',
    '!!int ',
    '<<: ',
    '|',
    '||',
    '&&',
    '>',
    '<<EOF\n',
    '? ',
    '%',
    '@',
    '=',
    '\\',
    '\\\n',
    '\\u0000',
  ],
  ...[
    '$(',
    '${',
    '${x:-${y}}',
    '$((1/0))',
    ')',
    'done',
    'fi',
    'if true; then ',
    'case x in ',
    '!',
    '~',
    '/*',
    '//',
  ],
  ...[
    '---\n',
    '...\n',
    '"""',
    "'''",
    '\u00a0',
    '：',
    '，',
    '８',
    '🏺',
    '\ud83c',
    '“',
    '\ufeff',
    '\u200b',
    '\0',
    '\u001b',
    '\u2028',
  ],
  ...[
    'null',
    'yes',
    '010',
    '1e-4',
    '1e999',
    '-0',
    '1:30',
    '.nan',
    'NaN',
    '99999999999999999999',
    '-1',
    '{}',
    '[]',
    'true',
  ],
  ...[
    '__proto__',
    '"__proto__": 1,',
    'constructor',
    'toString',
    'slots=',
    'slots=99999999999999999999',
    '../',
    '/dev/zero',
    'C:\\',
  ],
];

type Mutation = {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  readonly copy: number;
};

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(2000),
  remove: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(200)),
  insert: fc.oneof(fc.constantFrom('', ...PIECES), fc.string({ unit: 'binary', maxLength: 6 })),
  copy: fc.oneof(
    { weight: 9, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 300 }) },
  ),
});

const mutate = (text: string, { at, remove, insert, copy }: Mutation): string => {
  const place = at % (text.length + 1);
  return text.slice(0, place) + insert.repeat(copy) + text.slice(place + remove);
};

/** A file, and what became of its text; now and then of its bytes, which are no text any more. */
const mutated = fc
  .record({
    name: fc.constantFrom(...Object.keys(FILES)),
    mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
    bytes: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.record({ at: fc.nat(2000), byte: fc.nat(255) }), { maxLength: 3 }),
      },
    ),
  })
  .map(({ name, mutations, bytes }) => {
    const content = Buffer.from(mutations.reduce(mutate, FILES[name] ?? ''));
    for (const { at, byte } of bytes) if (content.length > 0) content[at % content.length] = byte;
    return { name, content };
  });

/** The output that a command writes. */
function outputOf(): Output & { readonly text: () => string } {
  let text = '';
  return { write: (more) => void (text += more), text: () => text, isTerminal: false, columns: 80 };
}

/** Checks a file in this process, as the command line does; trouble is what `main` turns into the status 4. */
async function check(cwd: string, name: string, format: string): Promise<{ status: number; shown: string }> {
  const [stdout, stderr] = [outputOf(), outputOf()];
  const context: Context = {
    ...{ cwd, env: {}, stdout, stderr, colors: noColors },
    readStdin: () => Promise.reject(new Error('nothing reads standard input')),
  };
  try {
    const status = await runProgram(['check', name, '--format', format], context);
    return { status, shown: stdout.text() + stderr.text() };
  } catch (error) {
    if (!(error instanceof DitcError)) throw error;
    return { status: 4, shown: `${error.message}\n${error.help}` };
  }
}

/** The same with the milliseconds of work that it took: other work on the machine does not count. */
async function timed(cwd: string, name: string, format: string) {
  const before = process.cpuUsage();
  const checked = await check(cwd, name, format);
  const { user, system } = process.cpuUsage(before);
  return { ...checked, took: (user + system) / 1000 };
}

describe('ditc check of any small change of a file of any kind', () => {
  it(
    'answers with findings or trouble, in time, and never with an error of its own',
    async () => {
      const cwd = makeFolder({ ...FILES, '0.png': makePng(64, 48), '1.png': makePng(48, 64) });
      for (const name of Object.keys(FILES)) await check(cwd, name, 'line'); // loads the code of each kind
      await fc.assert(
        fc.asyncProperty(mutated, fc.constantFrom(...FORMATS), async ({ name, content }, format) => {
          writeFileSync(join(cwd, name), content);
          const { status, shown, took } = await timed(cwd, name, format);
          expect(took, name).toBeLessThan(LONGEST);
          expect([0, 1, 4]).toContain(status);
          expect(shown).not.toMatch(/\n\s+at .*:\d+:\d+|internal error|\[object Object\]/);
        }),
        { numRuns: RUNS },
      );
    },
    RUNS * LONGEST,
  );
});
