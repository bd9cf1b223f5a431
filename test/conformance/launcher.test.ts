import { describe, expect, it } from 'vitest';
import { pathsOf } from '../../src/targets/paths.ts';
import { makeSite, start } from '../support/run-launch.ts';
import { hasPythonModule, runPython } from '../support/tools.ts';
import { trainerArgv } from '../support/trainer-argv.ts';
import { validExperiment } from '../support/valid-experiment.ts';

describe.skipIf(!hasPythonModule('deepspeed'))('DeepSpeed’s launcher', () => {
  const script = new URL('python/parse-launcher.py', import.meta.url).pathname;

  it('takes its options for its own, and passes all of the trainer’s on', () => {
    const experiment = validExperiment({
      batch: 64,
      machine: {
        gpus_per_node: 8,
        launch: { kind: 'local', port: 29600 },
        packed: 'data/--num_gpus 4; $(touch pwned)',
      },
    });
    const site = makeSite(experiment);
    const launch = `${pathsOf(experiment).stage}/launch.sh`;
    const argvs = [start(site, launch).argv, start(site, launch, { CUDA_VISIBLE_DEVICES: '2,3' }).argv];
    const common = {
      num_nodes: -1,
      master_port: 29600,
      include: '',
      user_script: `${site.root}/launch/porcelain/local/main/../overlay/train.py`,
      user_args: trainerArgv(experiment, site.root),
    };
    expect(runPython(script, argvs)).toEqual([
      { ...common, num_gpus: 8 },
      { ...common, num_gpus: -1 },
    ]);
  });
});
