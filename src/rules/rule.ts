import type { Path, Severity } from '../diagnostics/diagnostic.ts';
import type { Derived } from '../experiment/derive.ts';
import type { Experiment, Written } from '../experiment/experiment.ts';
import type { Facts } from '../experiment/facts.ts';
import type { MemoryPlan } from '../settle/settle-memory.ts';

/** What is wrong, and why it matters and what to do. */
export interface Wording {
  /** One sentence in sentence case without a full stop, keys and values in backticks. */
  readonly message: string;
  /** Full sentences. */
  readonly help: string;
}

/** Wordings by name; the holes of each are its parameters. */
type Messages = Readonly<Record<string, (values: never) => Wording>>;

/** Where a finding belongs. */
export interface Report {
  readonly at: Path;
  /** Blame the key instead of the value. */
  readonly key?: boolean;
  /** Text that replaces the value at `at`, when that is surely what is meant. */
  readonly replacement?: string;
}

/** What fills the holes of a wording; a wording without holes needs nothing. */
export type Filling<Values> = [Values] extends [undefined]
  ? { readonly with?: never }
  : { readonly with: Values };

/** Everything a rule sees: values, numbers that follow from them, and what was found on the machine. */
export interface RuleInput {
  /** As it is written: `auto`, and values that were tuned at another batch. */
  readonly written: Written;
  /** As the trainer gets it. */
  readonly experiment: Experiment;
  /** What the memory of the machine comes to, when its card is known. */
  readonly memory: MemoryPlan | undefined;
  readonly derived: Derived;
  readonly facts: Facts;
}

export interface RuleContext<M extends Messages> extends RuleInput {
  report<Name extends keyof M & string>(name: Name, report: Report & Filling<Parameters<M[Name]>[0]>): void;
}

/** A fact about two values, other files or arithmetic. What is about one value is the schema's. */
export interface Rule<M extends Messages = Messages> {
  /** Names the file, the page and the finding (`rule/<id>`). */
  readonly id: string;
  readonly severity: Severity;
  /** What always holds when the rule is silent, one sentence. */
  readonly summary: string;
  /** The upstream fact that the rule enforces: project, file, commit. */
  readonly source: string;
  /** Ids of `docs/traps.md` that the rule catches. */
  readonly traps: readonly string[];
  readonly messages: M;
  check(context: RuleContext<M>): void;
}

/** A rule as the list holds it: its messages are its own business. */
export interface AnyRule extends Omit<Rule, 'messages' | 'check'> {
  readonly messages: Readonly<Record<string, (values: never) => Wording>>;
  check(
    context: RuleInput & { report(name: string, report: Report & { readonly with?: unknown }): void },
  ): void;
}

/** Ties the names and holes of the messages to the calls of `report`. */
export function defineRule<const M extends Messages>(rule: Rule<M>): AnyRule {
  return rule as unknown as AnyRule; // `report` of the runner takes every name that the rule's own type allows
}
