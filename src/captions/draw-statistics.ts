import { type CaptionsOfImage, compileRecipe } from './draw.ts';
import type { Recipe } from './recipe.ts';

/** What many draws came to. */
export interface DrawStatistics {
  readonly draws: number;
  /** Draws of each variant, by name; those that another empty one fell back to among them. */
  readonly variants: Readonly<Record<string, number>>;
  readonly fellBack: number;
  /** Of each edit, by key: captions that it was meant for, and those that it changed. */
  readonly edits: Readonly<Record<string, { readonly seen: number; readonly changed: number }>>;
  /** Characters of the drawn captions. */
  readonly lengths: { readonly median: number; readonly longest: number };
  /** The longest drawn captions, each once. */
  readonly worst: readonly { readonly text: string; readonly characters: number }[];
}

/** The first draws, as many as come to a number of captions. */
export interface DrawnSample {
  readonly draws: number;
  readonly captions: readonly DrawnCaption[];
}

interface DrawnCaption {
  readonly text: string;
  readonly draws: number;
  /** The image that it was first drawn for, counted from 0. */
  readonly image: number;
}

/** Captions that are named as the longest. */
const WORST = 5;
/** Captions of the sample. */
const SAMPLE = 2000;

/** Draws so many times over some images, epoch after epoch, and counts. */
export function drawStatistics(
  recipe: Recipe,
  images: readonly CaptionsOfImage[],
  draws: number,
): { readonly statistics: DrawStatistics; readonly sample: DrawnSample } {
  const { explain } = compileRecipe(recipe);
  const variants: Record<string, number> = Object.fromEntries(recipe.variants.map(({ name }) => [name, 0]));
  const edits: Record<string, { seen: number; changed: number }> = Object.fromEntries(
    recipe.edits.map(({ key }) => [key, { seen: 0, changed: 0 }]),
  );
  const lengths: number[] = [];
  const longest = new Map<string, number>();
  const sample = new Map<string, { draws: number; readonly image: number }>();
  let sampled = 0;
  let fellBack = 0;
  for (let at = 0; at < draws && images.length > 0; at += 1) {
    const position = at % images.length;
    const drawn = explain(images[position] ?? {}, Math.floor(at / images.length), position);
    variants[drawn.variant] = (variants[drawn.variant] ?? 0) + 1;
    if (drawn.fellBack) fellBack += 1;
    for (const { edit, before, after } of drawn.steps) {
      const counted = edits[edit];
      if (counted === undefined) continue;
      counted.seen += 1;
      if (before !== after) counted.changed += 1;
    }
    const characters = [...drawn.text].length;
    lengths.push(characters);
    keepLongest(longest, drawn.text, characters);
    // A caption that comes back later is not counted: those of before would weigh more than their share.
    if (sample.size < SAMPLE) {
      sampled += 1;
      const known = sample.get(drawn.text);
      if (known === undefined) sample.set(drawn.text, { draws: 1, image: position });
      else known.draws += 1;
    }
  }
  lengths.sort((a, b) => a - b);
  const statistics = {
    draws: lengths.length,
    variants,
    fellBack,
    edits,
    lengths: { median: lengths[lengths.length >> 1] ?? 0, longest: lengths.at(-1) ?? 0 },
    worst: [...longest].sort((a, b) => b[1] - a[1]).map(([text, characters]) => ({ text, characters })),
  };
  const captions = [...sample].map(([text, drawn]) => ({ text, ...drawn }));
  return { statistics, sample: { draws: sampled, captions } };
}

function keepLongest(longest: Map<string, number>, text: string, characters: number): void {
  if (longest.has(text)) return;
  longest.set(text, characters);
  if (longest.size <= WORST) return;
  const [shortest] = [...longest].reduce((least, each) => (each[1] < least[1] ? each : least));
  longest.delete(shortest);
}
