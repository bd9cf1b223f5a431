import { readFileSync, writeFileSync } from 'node:fs';
import { compileRecipe } from '../../../src/captions/draw.ts';
import type { Task } from '../../../test/captions/in-python.ts';

/** Draws the first of the tasks in the file given, writes the captions into the other, and prints the seconds of the processor. */
const [taskFile = '', out = ''] = process.argv.slice(2);
const [task] = JSON.parse(readFileSync(taskFile, 'utf8')) as readonly Task[]; // written by the figure that starts this
if (task === undefined) throw new Error('no task');
const { draw } = compileRecipe(task.recipe);
const round = () =>
  task.samples.map(([image, epoch, position]) => draw(task.images[image] ?? {}, epoch, position));
round(); // until the compiler of the engine has seen it
const start = process.cpuUsage();
const drawn = round();
const { user, system } = process.cpuUsage(start);
const answers = drawn.map(({ text, variant, fellBack }) => [text, variant, fellBack]);
writeFileSync(out, JSON.stringify([answers]));
process.stdout.write(String((user + system) / 1e6));
