import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/import/shell/run-script.ts';
import { makeSourceFile } from '../../src/source/source-file.ts';
import { makeFolder, run } from '../support/ditc.ts';

/** Reads options as many scripts do. */
const OPTIONS = `usage() { cat <<< "$0 [--lr LR]"; exit 1; }
L=1e-4
while [[ $# -gt 0 ]]; do
  case "$1" in
    --lr) L="$2"; shift 2 ;;
    --lr=*) L="\${1#*=}"; shift ;;
    --) shift; break ;;
    *) usage ;;
  esac
done`;

/** Scripts whose commands do not depend on where they run. */
const SCRIPTS = {
  'assignments and defaults': 'A=1 B="x $A" C=${D:-a b} E=${A:+set}\ndeepspeed $A "$B" $C "$C" ${E} ${Z:-}',
  'a value that is split without quotes': 'S="512 896"; deepspeed --image-size ${S} --name "${S}"',
  'an empty variable': 'E=""; deepspeed a $E "$E" b',
  arrays: 'a=(--lr 1e-4); a+=(--name "b c"); deepspeed "${a[@]}" ${a[1]} ${#a[@]} "${a[*]}"',
  'a variable that is added to': 'A=x; A+=y; A="$A z"; deepspeed "$A"',
  'parts of values': 'N=dir/dit_q.json; deepspeed ${N%.json} ${N##*/} ${N%%_*} ${N#dir/} ${N/dit/out} ${#N}',
  arithmetic: 'G=8; deepspeed $((G / 2 + 1)) $(( 3 * (2 + 1) )) "$((G % 3))"',
  quotes: `deepspeed 'a $B' "q\\"r" a\\ b $'x\\ty' "it's" 'a'"b"c`,
  'lines that go on': 'deepspeed --deepspeed\\\n   --lr \\\n 1 \\\n  --end',
  'a function with arguments':
    'go() { local n=$1; shift; deepspeed --num_gpus $n "$@"; }\ngo 4 a "b c"\ngo 2 d &\nwait',
  loops: 'for s in 1 "2 3"; do deepspeed --seed "$s"; done',
  numbers: 'for s in $(seq 3) `seq 2 3` $(seq 5 -2 1) {1..3}; do deepspeed $s; done',
  braces: 'deepspeed a{b,c}d {3..1} {1..9..4} x{,y} {a} {a,b}{1,2} "{a,b}"',
  'a condition that starts something': 'until deepspeed train; do sleep 1; done',
  conditions:
    'G=8; if [ "$G" -gt 4 ]; then deepspeed many; elif [[ -z $G ]]; then deepspeed none; else deepspeed few; fi',
  'conditions of numbers':
    'G=8; if (( G > 8 )); then A=9; elif ((G % 3 == 2)); then A=2; fi; (( G < 8 )) || B=0; (( G <= 7 )) && A=7; deepspeed $A $B',
  'a loop that ends at once':
    'A=1; while [ $A -gt 1 ]; do A=2; C=3; done; until ((A)); do A=4; done; deepspeed $A',
  'options that are not given': `B=4; F=(); while getopts "b:f" o; do case $o in b) B=$OPTARG ;; f) F+=(--f) ;; esac; done; shift $((OPTIND - 1)); ${OPTIONS}; deepspeed $B "$L" "\${F[@]}"`,
  'options of a script inside': `set --; ${OPTIONS}; deepspeed "$L"`,
  'tests before a command': 'A=; [ -z "$A" ] && A=3; [[ $A == 3 ]] || A=4; deepspeed $A',
  'a choice': 'M=lora; case "$M" in full) deepspeed f ;; lora|LoRA) deepspeed l ;; *) deepspeed o ;; esac',
  'names of paths': 'P=/a/b/c.json; deepspeed $(basename "$P" .json) "$(dirname "$P")/d" `basename $P`',
  'words of the command line': 'set -- a "b c" d; deepspeed "$@" "${@:2}" $# "$1"',
  'no words of the command line': 'set --; A="$*"; deepspeed "$*" "$@" a $* x"$*" "$A"',
  'a shell inside': `export Y=2; bash -c 'deepspeed "in $Y" "$Y"'`,
  'a script inside': `Y=2; deepspeed before; (Y=3; deepspeed $Y); deepspeed $Y; { deepspeed block; }`,
  'an end': 'deepspeed first; exit 0; deepspeed never',
  'a command cut short': 'deepspeed --a \\\n# --b \\\n --c',
} as const;

/** The words of every call of `deepspeed` that bash itself makes of a script. */
async function callsOfBash(script: string): Promise<readonly (readonly string[])[]> {
  const folder = makeFolder({
    deepspeed: '#!/bin/sh\nprintf "%s\\0" deepspeed "$@" >> "$CALLS"\nprintf "\\n" >> "$CALLS"\n',
    'train.sh': script,
  });
  await run('chmod', ['+x', 'deepspeed'], { cwd: folder });
  await run('bash', ['train.sh'], {
    cwd: folder,
    env: { CALLS: `${folder}/calls`, PATH: `${folder}:${process.env['PATH']}` },
  });
  const { stdout } = await run('cat', ['calls'], { cwd: folder });
  return stdout
    .split('\0\n')
    .filter((call) => call !== '')
    .map((call) => call.split('\0'));
}

describe('the shell', () => {
  it.each(Object.entries(SCRIPTS))('reads %s as bash does', async (_, script) => {
    const { calls } = await runScript(makeSourceFile('train.sh', script), () => undefined);
    const words = calls.map((call) => call.words.map(({ text }) => text));
    expect(words).toEqual(await callsOfBash(script));
  });

  it('leaves what is known at run time only as it is written, and says so', async () => {
    const script = 'deepspeed $OUT "$HOME/w" "$(hostname)" ${A[0]} "$1"';
    const { calls } = await runScript(makeSourceFile('train.sh', script), () => undefined);
    expect(calls[0]?.words.map(({ text }) => text)).toEqual([
      'deepspeed',
      '$OUT',
      '$HOME/w',
      '$(hostname)',
      '${A[0]}',
      '$1',
    ]);
    expect(calls[0]?.words.flatMap(({ unknown }) => unknown ?? [])).toEqual([
      '$OUT',
      '$HOME',
      '$(hostname)',
      '${A[0]}',
      '$1',
    ]);
  });

  it.each([
    ['a comment', 'deepspeed --a \\\n  # --b \\\n  --c 1', 'train.sh:16', '--c 1'],
    ['an empty line', 'deepspeed --a \\\n\n  --c', 'train.sh:16', '--c'],
    ['a blank behind the backslash', 'deepspeed --a \\ \n  --c', 'train.sh:14', '--c'],
    ['a line without a backslash', 'deepspeed --a\n  --c', 'train.sh:16', '--c'],
  ])('finds a command that is cut by %s', async (_, script, place, lost) => {
    const { calls, findings } = await runScript(makeSourceFile('train.sh', script), () => undefined);
    expect(findings.map(({ code, span }) => [code, `${span.file.path}:${span.start}`])).toEqual([
      ['import/command-cut', place],
    ]);
    expect(calls[0]?.lost.map(({ text }) => text).join(' ')).toBe(lost);
  });

  it.each([
    'docker run --gpus all -v /a:/a image bash -c "cd /a && deepspeed x.py --a 1"',
    'ssh node1 "cd /a; deepspeed x.py --a 1"',
    "tmux new -d -s train 'deepspeed x.py --a 1'",
    "screen -dmS train bash -c 'deepspeed x.py --a 1'",
  ])('reads what is handed to a shell elsewhere: %s', async (script) => {
    const { calls } = await runScript(makeSourceFile('train.sh', script), () => undefined);
    expect(calls.map((call) => call.words.map(({ text }) => text))).toEqual([
      ['deepspeed', 'x.py', '--a', '1'],
    ]);
  });

  it.each(['[ $# -gt 0 ]', '(( "$#" ))', '[[ -n $1 ]]', 'getopts "b:" o', '! [ $# -eq 0 ]'])(
    'says nothing of a loop over options whose variables have values: while %s',
    async (condition) => {
      const script = `B=4\nwhile ${condition}; do case $1 in -b) B=$2 ;; -h) exit ;; esac; shift; done\ndeepspeed $B`;
      const { calls, findings } = await runScript(makeSourceFile('train.sh', script), () => undefined);
      expect(findings).toEqual([]);
      expect(calls.map((call) => call.words.map(({ text }) => text))).toEqual([['deepspeed', '4']]);
    },
  );

  it.each([
    ['it sets a variable that has no value', 'B=$1; shift', 0],
    [
      'it sets a variable that is empty',
      'B=$1; shift',
      1,
      'B=""; ',
      'if [ -z "$B" ]; then exit; fi; deepspeed $B',
    ],
    ['it starts something', 'deepspeed $1; shift', 1],
  ])(
    'reads a loop over arguments once, and says so, where %s',
    async (_, body, count, before = '', behind = '') => {
      const file = makeSourceFile('train.sh', `${before}while [ $# -gt 0 ]; do ${body}; done; ${behind}`);
      const { calls, findings } = await runScript(file, () => undefined);
      expect(findings.map(({ code }) => code)).toEqual(['import/unknown-branch']);
      expect(calls.length).toBe(count);
    },
  );

  it.each([
    '[ -z "$1" ] && exit 1',
    '[[ $# -lt 1 ]] && { echo usage; exit 1; }',
    '[ -d "$OUT" ] && echo there && exit 2',
    'if [ -z "$1" ]; then exit 1; fi',
  ])('passes a guard that only the run decides: %s', async (guard) => {
    const { calls, findings } = await runScript(
      makeSourceFile('train.sh', `${guard}\ndeepspeed x.py`),
      () => undefined,
    );
    expect(findings).toEqual([]);
    expect(calls.map((call) => call.words.map(({ text }) => text))).toEqual([['deepspeed', 'x.py']]);
  });

  it('ends with scripts that call themselves', async () => {
    const file = makeSourceFile('train.sh', 'f() { f; f; }\nf\nbash train.sh\ndeepspeed x.py');
    const { calls } = await runScript(file, () => file);
    expect(calls.length).toBeLessThan(3);
  });
});
