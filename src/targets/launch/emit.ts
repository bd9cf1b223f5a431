import { posix } from 'node:path';
import type { Experiment } from '../../experiment/experiment.ts';
import { render } from '../../templates/render.ts';
import { pathsOf } from '../paths.ts';
import type { EmittedFile, Target, TargetInput } from '../target.ts';
import { templateOf } from '../template-of.ts';
import { argumentLine, trainerArguments } from './command.ts';
import { environmentLines, secretLines } from './environment.ts';
import { flags } from './flags.ts';
import { forkFlagLines } from './fork-flags.ts';
import { headerLine } from './header-line.ts';
import { placeWord } from './place.ts';
import { quote } from './quote.ts';
import { stageSettings } from './stage-json.ts';
import { startText } from './start.ts';
import { slurmOptions, slurmPackOptions, slurmPatience, slurmPort } from './slurm.ts';
import { trainerScript } from './trainer.ts';
import { adapterPlace, weightsPlace } from './weights.ts';

/** `run.sh`, and `launch.sh` with `stage.json` for each stage. */
export const launchTarget: Target = {
  name: 'launch',
  emit: (stages): readonly EmittedFile[] => [
    ...stages.slice(0, 1).map(({ experiment }) => ({
      path: pathsOf(experiment).runScript,
      content: runScriptText(stages),
      executable: true,
      from: ['name', 'stages'],
    })),
    ...stages.slice(0, 1).flatMap(hostsFiles),
    ...stages.slice(0, 1).flatMap(slurmFiles),
    ...stages.slice(0, 1).flatMap(packFiles),
    ...stages.flatMap(stageFiles),
  ],
};

function hostsFiles({ experiment, templates, source }: TargetInput): readonly EmittedFile[] {
  const { launch, nodes, gpus_per_node: gpus, secrets } = experiment.machine;
  if (launch.kind !== 'hosts') return [];
  const content = render(templateOf(templates, 'launch/hosts.sh'), {
    HEADER: headerLine(source),
    HOSTFILE: placeWord({ base: 'root', path: launch.hostfile }),
    SECRETS: secrets.join(' '),
    NODES: String(nodes),
    GPUS: String(gpus),
    PORT: String(launch.port),
  });
  const from = ['machine.launch', 'machine.nodes', 'machine.gpus_per_node', 'machine.secrets'];
  return [{ path: pathsOf(experiment).startScript, content, executable: true, from }];
}

function slurmFiles({ experiment, templates, source }: TargetInput): readonly EmittedFile[] {
  const { launch } = experiment.machine;
  if (launch.kind !== 'slurm') return [];
  const paths = pathsOf(experiment);
  const script = posix.join(paths.launch, 'submit.sbatch');
  const job = render(templateOf(templates, 'launch/submit.sbatch'), {
    HEADER: headerLine(source),
    OPTIONS: slurmOptions(experiment, launch).join('\n'),
    LAUNCH: quote(paths.launch),
    RUNS: quote(posix.dirname(paths.run)),
    PORT: slurmPort(launch),
    PATIENCE: String(slurmPatience(launch)),
  });
  const submit = render(templateOf(templates, 'launch/submit.sh'), {
    HEADER: headerLine(source),
    SCRIPT: quote(script),
  });
  const from = ['name', 'machine.launch', 'machine.nodes', 'machine.gpus_per_node', 'machine.workers'];
  return [
    { path: script, content: job, executable: true, from },
    { path: paths.startScript, content: submit, executable: true, from: ['name'] },
  ];
}

function packFiles({ experiment, templates, source, selection }: TargetInput): readonly EmittedFile[] {
  const { launch } = experiment.machine;
  if (launch.kind !== 'slurm' || launch.pack === undefined) return [];
  const content = render(templateOf(templates, 'launch/pack.sbatch'), {
    HEADER: headerLine(source),
    OPTIONS: slurmPackOptions(experiment, launch, launch.pack).join('\n'),
    BUILD: selection.map(quote).join(' '),
    PARTS: String(launch.pack.parts),
  });
  const { packScript } = pathsOf(experiment);
  return [{ path: packScript, content, executable: true, from: ['name', 'machine.launch'] }];
}

function stageFiles(input: TargetInput): readonly EmittedFile[] {
  const { stage } = pathsOf(input.experiment);
  const captions = input.recipe && {
    path: posix.join(stage, 'captions.json'),
    content: `${JSON.stringify(input.recipe, undefined, 2)}\n`,
    executable: false,
    from: ['seed', 'captions', 'data.columns.text', 'stages'],
  };
  return [
    ...(captions ? [captions] : []),
    {
      path: posix.join(stage, 'launch.sh'),
      content: launchScriptText(input),
      executable: true,
      from: launchKeys(),
    },
    {
      path: posix.join(stage, 'stage.json'),
      content: `${JSON.stringify(stageSettings(input), undefined, 2)}\n`,
      executable: false,
      from: [
        'name',
        'method',
        'model.weights',
        'trainer.commit',
        'optimizer',
        'length',
        'save',
        'stages',
        'machine.gpus_per_node',
        'machine.nodes',
      ],
    },
  ];
}

function runScriptText(stages: readonly TargetInput[]): string {
  const [first] = stages;
  if (first === undefined) throw new TypeError('a run without stages');
  const { experiment, templates, source } = first;
  return render(templateOf(templates, 'launch/run.sh'), {
    HEADER: headerLine(source),
    RUNS: quote(posix.dirname(pathsOf(experiment).run)),
    STAGES: stages.map(({ experiment: { stage } }) => `train ${quote(stage.id)}`).join('\n'),
  });
}

function launchScriptText(input: TargetInput): string {
  const { experiment, templates, source } = input;
  const { machine } = experiment;
  const weights = weightsPlace(experiment);
  return render(templateOf(templates, 'launch/launch.sh'), {
    HEADER: headerLine(source),
    CHECKOUT: placeWord({ base: 'root', path: machine.checkout }),
    SCRIPT: trainerScript(experiment),
    WEIGHTS: weights ? placeWord(weights) : '',
    ADAPTER: adapterLine(experiment),
    RUN: quote(pathsOf(experiment).run),
    INDEX: placeWord({ base: 'root', path: pathsOf(experiment).index }),
    ARGUMENTS: [...trainerArguments(input).map(argumentLine), ...forkFlagLines(experiment)].join('\n  '),
    ENVIRONMENT: environmentLines(machine).join('\n'),
    SECRETS: secretLines(machine).join('\n'),
    START: startText(machine, templates),
  });
}

/** Ends the script when the adapter to go on from is not there; nothing for methods that have none. */
function adapterLine(experiment: Experiment): string {
  const place = adapterPlace(experiment);
  if (place === undefined) return '';
  const wayOut = quote(
    'Download it there, train the stage before, or write another file as `method.weights`.',
  );
  return `\nadapter=${placeWord(place)}\n[[ -f $adapter ]] || die "no adapter at $adapter" ${wayOut}`;
}

function launchKeys(): readonly string[] {
  const others = [
    'trainer.flags',
    'machine.checkout',
    'machine.env',
    'machine.secrets',
    'machine.launch',
    'machine.gpus_per_node',
    'machine.nodes',
  ];
  return [...new Set([...flags.flatMap(({ from }) => from), ...others])];
}
