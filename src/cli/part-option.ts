import { InvalidArgumentError } from 'commander';
import type { Part } from '../pack/part.ts';

/** `2/4` as part 2 of 4. */
export function parsePart(text: string): Part {
  const [, number, of] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/u.exec(text) ?? [];
  const part = { number: Number(number), of: Number(of) };
  if (part.number <= part.of) return part;
  throw new InvalidArgumentError('Write the part and how many there are, from 1/4 to 4/4 for instance.');
}
