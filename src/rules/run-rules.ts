import { type Diagnostic, dotted, type Path, type Span } from '../diagnostics/diagnostic.ts';
import type { AnyRule, Report, RuleInput } from './rule.ts';

/** Finds the text behind a path of the experiment, in whichever file it is written. */
export interface Places {
  locate(path: Path, what: 'key' | 'value'): Span;
  isWritten(path: Path): boolean;
}

/** What the rules see of one stage, and where it is written. */
export interface JudgedStage extends RuleInput {
  readonly places: Places;
}

/** What the rules come to. */
export interface Judgement {
  /** Less those that the file allows, plus the allowances that nothing needed. */
  readonly findings: readonly Diagnostic[];
  /** Those that the file allows, each with its reason. */
  readonly allowed: readonly Diagnostic[];
}

/**
 * The findings of every rule over all stages. An exception is not needed when its rule says nothing at its place, unless that is so on
 * this machine only: with other values than those of the file (`isAsWritten`), or for a rule that looks at what lies on the disk.
 */
export function runRules(
  rules: readonly AnyRule[],
  stages: readonly JudgedStage[],
  isAsWritten = true,
): Judgement {
  const findings: Diagnostic[] = [];
  for (const stage of stages) {
    let current: AnyRule;
    const report = (name: string, reported: Reported): void =>
      void findings.push(findingOf(current, name, reported, stage.places));
    const context = { ...stage, report }; // one for all rules: V8 11 takes ten times as long for a new key behind a spread
    for (const rule of rules) {
      current = rule;
      rule.check(context);
    }
  }
  const [first] = stages;
  if (first === undefined || first.experiment.allow.length === 0) return { findings, allowed: [] };
  const { places } = first;
  const { allow } = first.experiment;
  const isOnThisMachineOnly = (rule: AnyRule): boolean =>
    !isAsWritten || stages.some((stage) => looksAtFacts(rule, stage));
  const unused = allow.flatMap((entry, index) => {
    if (findings.some((finding) => allows(entry, finding))) return [];
    const rule = rules.find(({ id }) => id === entry.rule);
    return rule && isOnThisMachineOnly(rule) ? [] : [unusedAllowance(entry, index, rule, places)];
  });
  const reasonOf = (finding: Diagnostic): string | undefined =>
    allow.find((entry) => allows(entry, finding))?.why;
  return {
    findings: [...findings.filter((finding) => reasonOf(finding) === undefined), ...unused],
    allowed: findings.flatMap((finding) => {
      const why = reasonOf(finding);
      return why === undefined ? [] : [{ ...finding, allowed: why }];
    }),
  };
}

/**
 * Whether a rule looks at what lies on the disk. It is asked again instead of watched at its first turn: V8 makes a hidden class for
 * every object with a getter, which is too much for each rule and file of a check.
 */
function looksAtFacts(rule: AnyRule, input: RuleInput): boolean {
  let looks = false;
  rule.check({
    ...input,
    get facts() {
      looks = true;
      return input.facts;
    },
    report: () => {},
  });
  return looks;
}

type Allowance = RuleInput['experiment']['allow'][number];

const allows = ({ rule, at }: Allowance, finding: Diagnostic): boolean =>
  finding.code === `rule/${rule}` && dotted(finding.path) === at;

type Reported = Report & { readonly with?: unknown };

/** What a rule reports, in its words, at its place. */
function findingOf(
  rule: AnyRule,
  name: string,
  { at, with: values, key, replacement }: Reported,
  places: Places,
): Diagnostic {
  const wording = rule.messages[name]?.(values as never); // defineRule ties each call to the parameters of its message
  if (!wording) throw new Error(`rule ${rule.id} has no message ${name}`);
  const span = places.locate(at, key ? 'key' : 'value');
  const isDefault = at.length > 0 && !places.isWritten(at);
  return {
    code: `rule/${rule.id}`,
    severity: rule.severity,
    message: isDefault
      ? `${wording.message} (${code(at)} is not written: its default counts)`
      : wording.message,
    path: at,
    span,
    help: wording.help,
    ...(replacement !== undefined &&
      !isDefault && {
        fix: {
          title: `write \`${replacement}\``,
          edits: [{ start: span.start, end: span.end, text: asYaml(replacement) }],
        },
      }),
  };
}

/** Words, numbers, paths and flow lists as they are; other text, such as the name of a column, in quotes. */
const asYaml = (text: string): string =>
  /^(\[.*\]|[\p{L}\p{N}_./+-]+)$/u.test(text) ? text : `'${text.replaceAll("'", "''")}'`;

const code = (path: Path): string => `\`${dotted(path)}\``;

function unusedAllowance(
  entry: Allowance,
  index: number,
  rule: AnyRule | undefined,
  places: Places,
): Diagnostic {
  return {
    code: 'allow/unused',
    severity: 'warning',
    message: rule
      ? `nothing at \`${entry.at}\` needs the exception for \`${entry.rule}\``
      : `there is no rule \`${entry.rule}\``,
    path: ['allow', index],
    span: places.locate(['allow', index, rule ? 'at' : 'rule'], 'value'),
    help: rule
      ? 'Delete the exception, or correct its path: `at` is the path that the finding shows.'
      : 'The id is what stands behind `rule/` in a finding.',
  };
}
