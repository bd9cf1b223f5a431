import { describe, expect, it } from 'vitest';
import { barPlot, linePlot, percent } from '../../../src/report/page/plot.ts';

const plot = {
  title: 'Loss',
  summary: 'falls "well" <b>',
  unit: 'steps',
  x: { from: 0, to: 100, marks: [0, 50, 100] },
  y: { from: 0, to: 2, marks: [0, 1, 2] },
};

describe('plots', () => {
  it('draws a curve on its scales, and marks beside it', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 50, y: 2 },
      { x: 100, y: 1 },
    ];
    const { markup } = linePlot(plot, [{ points, kind: 'strong' }]);
    expect(markup).toContain('d="M0 400L720 0L1440 200"');
    expect(markup).toContain('<span style="bottom:50%">1</span>');
    expect(markup).toContain('<span style="left:100%">100</span>');
    expect(markup).toContain('aria-label="Loss: falls &quot;well&quot; &lt;b&gt;"');
  });

  it('keeps the peak of many points, and a point between two gaps', () => {
    const points = Array.from({ length: 10_000 }, (_, at) => ({ x: at / 100, y: at === 5000 ? 2 : 1 }));
    expect(linePlot(plot, [{ points, kind: 'faint' }]).markup).toContain('L720 0L');
    const lone = [
      { x: 0, y: Number.NaN },
      { x: 50, y: 1 },
    ];
    expect(linePlot(plot, [{ points: lone, kind: 'strong' }]).markup).toContain('d="M720 200L720 200"');
  });

  it('draws bars, those beyond the limit apart', () => {
    const bars = [
      { from: 0, to: 50, value: 2, isBeyond: false },
      { from: 50, to: 100, value: 1, isBeyond: true },
    ];
    const { markup } = barPlot(plot, bars, 50);
    expect(markup).toContain('<rect class="bar" x="1.5" y="0" width="717" height="400"/>');
    expect(markup).toContain('<rect class="bar beyond" x="721.5" y="200" width="717" height="200"/>');
    expect(markup).toContain('<line class="limit" x1="720" x2="720"');
  });

  it('writes shares in percent', () => {
    expect(percent(1 / 3)).toBe('33.33%');
  });
});
