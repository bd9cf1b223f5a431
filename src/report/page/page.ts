import { languageOf, type Markup, markup } from './markup.ts';
import type { Known, PageInput, PageStage } from './page-input.ts';
import { notYet, type Part, partOf } from './pieces.ts';
import { lengthsSection, sheetSection } from './sections/captions.ts';
import { findingsSection } from './sections/findings.ts';
import { memorySection } from './sections/memory.ts';
import { runSection, stageRunSection } from './sections/run.ts';
import { scheduleSection } from './sections/schedule.ts';
import { sizesSection } from './sections/sizes.ts';
import { trainingSection } from './sections/training.ts';

/**
 * Everything about an experiment on one page that needs nothing beside itself: no script, and no request, which its policy forbids
 * (Content Security Policy Level 3). `style` is the style sheet.
 */
export function pageHtml(input: PageInput, style: string): string {
  const { name, description, file, findings, stages, run } = input;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}: report of ditc</title>
<style>
${{ markup: style }}</style>
</head>
<body>
<header>
<h1><bdi>${name}</bdi></h1>
${description === undefined ? undefined : markup`<p class="lead" dir="auto"${languageOf(description)}>${description}</p>\n`}<p class="place"><bdi>${file}</bdi></p>
</header>
${contents(input)}<main>
${run && runSection(run)}${findingsSection(findings)}${stages.map(stageSection)}</main>
</body>
</html>
`.markup;
}

/** Links to all parts. */
function contents({ run, stages }: PageInput): Markup {
  const stageLinks = stages.map((stage) => {
    const { id } = stage.experiment.stage;
    const parts = partsOf(stage).map((part) => markup`<li><a href="#${part.id}">${part.title}</a></li>\n`);
    return markup`<li><a href="#${anchor(stage)}">Stage ${id}</a>\n<ul>\n${parts}</ul></li>\n`;
  });
  return markup`<nav aria-label="Contents">
<ul>
${run && markup`<li><a href="#run">The training</a></li>\n`}<li><a href="#findings">What the check says</a></li>
${stageLinks}</ul>
</nav>
`;
}

function stageSection(stage: PageStage): Markup {
  const id = anchor(stage);
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">Stage ${stage.experiment.stage.id}</h2>
${partsOf(stage).map(partOf)}</section>
`;
}

/** Ids of stages are made of letters, digits and `-`: the schema has checked them. */
const anchor = ({ experiment }: PageStage): string => `stage-${experiment.stage.id}`;

/** The parts of a stage, of what is known of it. */
function partsOf(stage: PageStage): readonly Part[] {
  const { memory, sizes, sheet, lengths, schedule, run } = stage;
  const parts: readonly (readonly [id: string, title: string, body: Markup | undefined])[] = [
    ['trained', 'What is trained, and why so', trainingSection(stage)],
    ['measured', 'What was measured', run && stageRunSection(run)],
    ['memory', 'Memory of a GPU', memory && memorySection(memory)],
    ['sizes', 'Sizes of images', sizes && sizesSection(sizes)],
    ['images', 'Images and captions', sheet && known(sheet, sheetSection)],
    ['lengths', 'Lengths of captions', lengths && known(lengths, lengthsSection)],
    ['schedule', 'Schedule', schedule && known(schedule, scheduleSection)],
  ];
  return parts.flatMap(([part, title, body]) =>
    body === undefined ? [] : [{ id: `${anchor(stage)}-${part}`, title, body }],
  );
}

const known = <Value>(what: Known<Value>, show: (value: Value) => Markup): Markup =>
  'value' in what ? show(what.value) : notYet(what.unknown);
