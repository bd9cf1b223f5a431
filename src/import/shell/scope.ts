import type { SourceFile, Span } from '../../diagnostics/diagnostic.ts';
import type { Function as ShellFunction, Word as Syntax } from 'unbash';
import type { Word } from '../word.ts';

/** A variable of the shell; a scalar has one word. */
export interface Variable {
  readonly words: readonly Word[];
  readonly isExported: boolean;
}

/** A function, and the text that it stands in. */
export interface Defined {
  readonly definition: ShellFunction;
  readonly text: ScriptText;
}

/** A text that is read as a script; a part of a file starts at an offset. */
export interface ScriptText {
  readonly file: SourceFile;
  readonly offset: number;
}

/** Expansion of words, for what is inside of them in turn. */
export interface Expander {
  /** A word as the shell hands it over: expanded, and split where it has no quotes. */
  readonly words: (word: Syntax, scope: Scope) => readonly Word[];
  /** A word that is not split: the value of an assignment, a pattern, an operand. */
  readonly whole: (word: Syntax, scope: Scope) => Word;
}

/** What a place of a script knows: variables, functions and arguments. */
export interface Scope {
  readonly text: ScriptText;
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, Defined>;
  readonly expand: Expander;
  /** `$0` */
  readonly name: string;
  /** `$1` and so on; undefined for the first script, whose arguments nobody knows. */
  positional: readonly Word[] | undefined;
}

/** The scope of a script that starts. */
export function scopeOf(text: ScriptText, positional: readonly Word[] | undefined, expand: Expander): Scope {
  return { text, variables: new Map(), functions: new Map(), expand, name: text.file.path, positional };
}

/** The text of a word that is not split, or undefined where it is known at run time only. */
export function knownText(word: Syntax, scope: Scope): string | undefined {
  const { text, unknown } = scope.expand.whole(word, scope);
  return unknown === undefined ? text : undefined;
}

/** Where a node of the syntax tree stands. */
export function spanOf({ text }: Scope, node: { readonly pos: number; readonly end: number }): Span {
  return { file: text.file, start: node.pos + text.offset, end: node.end + text.offset };
}

/** Sets a variable; one that was exported stays so. */
export function assign(scope: Scope, name: string, words: readonly Word[], isExported = false): void {
  const before = scope.variables.get(name);
  scope.variables.set(name, { words, isExported: isExported || (before?.isExported ?? false) });
}

/** What a program that is started sees: exported variables by their first word. */
export function environmentOf(scope: Scope): Map<string, Word> {
  const exported = [...scope.variables].flatMap(([name, { words, isExported }]) =>
    isExported && words[0] ? [[name, words[0]] as const] : [],
  );
  return new Map(exported);
}
