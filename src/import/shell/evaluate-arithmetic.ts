import type { ArithmeticExpression } from 'unbash';
import type { Scope } from './scope.ts';

const OPERATIONS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => Math.trunc(left / right),
  '%': (left, right) => left % right,
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
};

/** The number of `$((…))` with whole numbers, variables, the four operations and comparisons; undefined for anything else. */
export function evaluateArithmetic(expression: ArithmeticExpression, scope: Scope): number | undefined {
  const value = valueOf(expression, scope);
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

function valueOf(expression: ArithmeticExpression, scope: Scope): number | undefined {
  switch (expression.type) {
    case 'ArithmeticWord':
      return numberOf(expression.value, scope);
    case 'ArithmeticGroup':
      return valueOf(expression.expression, scope);
    case 'ArithmeticBinary': {
      const left = valueOf(expression.left, scope);
      const right = valueOf(expression.right, scope);
      if (left === undefined || right === undefined) return undefined;
      return OPERATIONS[expression.operator]?.(left, right);
    }
    default:
      return undefined;
  }
}

function numberOf(text: string, { variables, positional }: Scope): number | undefined {
  const name = /^"?\$?\{?(\w+|#)\}?"?$/.exec(text)?.[1];
  if (name === undefined) return undefined;
  if (name === '#') return positional?.length;
  if (/^\d+$/.test(text)) return Number(text);
  const word = /^\d+$/.test(name) ? positional?.[Number(name) - 1] : variables.get(name)?.words[0];
  return word && /^-?\d+$/.test(word.text) ? Number(word.text) : undefined;
}
