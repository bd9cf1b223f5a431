import { countFindings } from '../../reporter.ts';
import { codeFrame } from '../../code-frame.ts';
import type { DiagnosticView } from '../../view.ts';
import { join, type Markup, markup, sentence } from '../markup.ts';
import { paragraph } from '../pieces.ts';

/** What the check says, in the order of the file. */
export function findingsSection(findings: readonly DiagnosticView[]): Markup {
  const body =
    findings.length === 0
      ? paragraph('Nothing was found.')
      : markup`${paragraph(`${countFindings(findings)}.`)}<ol class="findings">\n${findings.map(finding)}</ol>\n`;
  return markup`<section aria-labelledby="findings">
<h2 id="findings">What the check says</h2>
${body}</section>
`;
}

function finding(view: DiagnosticView): Markup {
  const { severity, message, help, code, file, line, column } = view;
  const word = severity === 'info' ? 'note' : severity;
  const frame = join(
    codeFrame(view).map((text) => markup`${text}`),
    '\n',
  );
  return markup`<li class="${severity}">
<p><strong class="severity">${word}</strong> ${sentence(message)}</p>
<p class="place"><bdi>${file}</bdi>:${line}:${column} <span class="code">${code}</span></p>
<details><summary>The place${help === undefined ? '' : ', and what to do'}</summary>
<pre tabindex="0" aria-label="Lines of the file">${frame}</pre>
${help === undefined ? undefined : markup`<p>${sentence(help)}</p>`}</details>
</li>
`;
}
