import type { Command, PipelineNode, Statement, TestExpression } from 'unbash';
import { evaluateArithmetic } from './evaluate-arithmetic.ts';
import { knownText, type Scope } from './scope.ts';

/** Whether a condition holds: tests of texts and numbers, and whether there are options to get; undefined for what only the run knows, as files. */
export function decide(node: PipelineNode | Statement['command'], scope: Scope): boolean | undefined {
  if (node.type === 'TestCommand') return decideExpression(node.expression, scope);
  if (node.type === 'Pipeline' && node.commands.length === 1 && node.commands[0]) {
    const inner = decide(node.commands[0], scope);
    const isNegated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
    return inner === undefined ? undefined : inner !== isNegated;
  }
  if (node.type === 'ArithmeticCommand') {
    const number = node.expression && evaluateArithmetic(node.expression, scope);
    return number === undefined ? undefined : number !== 0;
  }
  return node.type === 'Command' ? decideCommand(node, scope) : undefined;
}

function decideCommand(command: Command, scope: Scope): boolean | undefined {
  const name = command.name?.value;
  if (name === 'true' || name === ':') return true;
  if (name === 'false') return false;
  if (name === 'getopts') return scope.positional?.length === 0 ? false : undefined;
  if (name !== '[' && name !== 'test') return undefined;
  const words = command.args.flatMap((word) => (word.type === 'Word' ? scope.expand.words(word, scope) : []));
  if (words.some(({ unknown }) => unknown)) return undefined;
  const texts = words.map(({ text }) => text).filter((text) => text !== ']');
  const isNegated = texts[0] === '!';
  const [first = '', second, third] = isNegated ? texts.slice(1) : texts;
  const result =
    second === undefined
      ? first !== '' && first !== '-n'
      : third === undefined
        ? unary(first, second)
        : binary(first, second, third);
  return result === undefined ? undefined : result !== isNegated;
}

function decideExpression(expression: TestExpression, scope: Scope): boolean | undefined {
  switch (expression.type) {
    case 'TestUnary': {
      const text = knownText(expression.operand, scope);
      return text === undefined ? undefined : unary(expression.operator, text);
    }
    case 'TestBinary': {
      const left = knownText(expression.left, scope);
      const right = knownText(expression.right, scope);
      if (left === undefined || right === undefined || /[*?[]/.test(right)) return undefined;
      return binary(left, expression.operator, right);
    }
    case 'TestNot': {
      const inner = decideExpression(expression.operand, scope);
      return inner === undefined ? undefined : inner !== (expression.negations.length % 2 === 1);
    }
    case 'TestGroup':
      return decideExpression(expression.expression, scope);
    default:
      return undefined;
  }
}

const unary = (operator: string, text: string): boolean | undefined =>
  operator === '-z' ? text === '' : operator === '-n' ? text !== '' : undefined;

function binary(left: string, operator: string, right: string): boolean | undefined {
  if (operator === '=' || operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (!/^-?\d+$/.test(left) || !/^-?\d+$/.test(right)) return undefined;
  const order = Math.sign(Number(left) - Number(right));
  const holds: Readonly<Record<string, boolean>> = {
    '-eq': order === 0,
    '-ne': order !== 0,
    '-lt': order < 0,
    '-le': order <= 0,
    '-gt': order > 0,
    '-ge': order >= 0,
  };
  return holds[operator];
}
