const LEVELS = ' ▁▂▃▄▅▆▇█';
const HEIGHT = 8;

/** Values as columns of blocks over `rows` lines, from 0 to the largest, which stands at the top. */
export function plotText(values: readonly number[], format: (value: number) => string): string {
  const top = Math.max(...values);
  const heights = values.map((value) => Math.round((top > 0 ? value / top : 0) * HEIGHT * 8));
  const label = format(top);
  return Array.from({ length: HEIGHT }, (_, index) => {
    const below = (HEIGHT - 1 - index) * 8;
    const blocks = heights.map((height) => LEVELS[Math.min(8, Math.max(0, height - below))] ?? ' ').join('');
    const mark = index === 0 ? label : index === HEIGHT - 1 ? '0' : '';
    return `${mark.padStart(label.length)} │${blocks.trimEnd()}\n`;
  }).join('');
}
