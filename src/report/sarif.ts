import { isAbsolute, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalog } from '../diagnostics/catalog.ts';
import type { Severity } from '../diagnostics/diagnostic.ts';
import { rules } from '../rules/index.ts';
import { version } from '../version.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Reporter } from './reporter.ts';
import type { DiagnosticView } from './view.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0 (OASIS), which code scanning reads: one run, with the codes that occur as its rules. */
export const sarif: Reporter = ({ diagnostics, allowed = [] }) => {
  const items = [...diagnostics, ...allowed];
  const codes = [...new Set(items.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ditc', semanticVersion: version, rules: codes.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The folder that ditc was started in.' } },
        },
        results: items.map((item) => resultOf(item, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

/** A code with what it means: the summary of a rule, or the paragraph of the catalog. */
function descriptorOf(code: string): object {
  const rule = rules.find(({ id }) => code === `rule/${id}`);
  const meaning = rule?.summary ?? catalog[code];
  const page = `\`ditc explain ${code}\` prints the page of this finding.`;
  return {
    id: code,
    ...(meaning !== undefined && { shortDescription: { text: meaning } }),
    ...(rule && { defaultConfiguration: { level: LEVELS[rule.severity] } }),
    help: { text: meaning === undefined ? 'The message says what to do.' : `${meaning} ${page}` },
  };
}

function resultOf(item: DiagnosticView, codes: readonly string[]): object {
  const artifactLocation = locationOf(item.file);
  return {
    ruleId: item.code,
    ruleIndex: codes.indexOf(item.code),
    level: LEVELS[item.severity],
    message: { text: item.help === undefined ? item.message : `${item.message}\n${item.help}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: { ...item.region, snippet: { text: item.snippet } },
        },
        ...(item.path !== '' && { logicalLocations: [{ fullyQualifiedName: item.path }] }),
      },
    ],
    ...(item.allowed !== undefined && {
      suppressions: [{ kind: 'inSource', justification: item.allowed }],
    }),
    partialFingerprints: { 'ditcFinding/v1': fingerprintOf(item) },
    ...(item.fix && {
      fixes: [
        {
          description: { text: item.fix.title },
          artifactChanges: [
            {
              artifactLocation,
              replacements: item.replacements.map(({ region, text }) => ({
                deletedRegion: region,
                insertedContent: { text },
              })),
            },
          ],
        },
      ],
    }),
  };
}

/** Relative to the folder that ditc was started in, which is the checkout on a runner. */
function locationOf(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  if (isAbsolute(file)) return { uri: pathToFileURL(file).href };
  const uri = posix.normalize(file).split('/').map(encodeURIComponent).join('/');
  return { uri, uriBaseId: '%SRCROOT%' };
}
