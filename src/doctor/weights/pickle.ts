/** A class or a function that a pickle names. It stays a name: nothing is ever imported or called. */
export interface Global {
  readonly global: string;
}

/** What a pickle would have made by a call, and what it would have put into it. */
export interface Call {
  readonly callee: Pickled;
  readonly args: Pickled;
  readonly items: Map<Pickled, Pickled>;
}

/** A value of a pickle; lists, tuples and sets are arrays. */
export type Pickled =
  null | boolean | number | bigint | string | Uint8Array | Pickled[] | Map<Pickled, Pickled> | Global | Call;

/** What is in a pickle, as far as it could be read. */
export interface Pickle {
  /** Undefined when it ends in the middle, or has an instruction that `torch.save` never writes. */
  readonly value: Pickled | undefined;
  /** Everything that loading it would import, as `module.name`. */
  readonly globals: ReadonlySet<string>;
}

/**
 * Reads a pickle without executing it: the stack machine of Python's pickletools.py, where a call makes a `Call` and nothing
 * more. It knows the instructions of protocols 2 to 5 that `torch.save` uses (PyTorch 2.15, torch/serialization.py: protocol 2).
 */
export function readPickle(bytes: Buffer): Pickle {
  const machine = new Machine(bytes);
  try {
    return { value: machine.run(), globals: machine.globals };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    return { value: undefined, globals: machine.globals };
  }
}

/** The value's items by name, when it is a map of any kind. */
export function itemsOf(value: Pickled | undefined): ReadonlyMap<Pickled, Pickled> | undefined {
  if (value instanceof Map) return value;
  return isCall(value) ? value.items : undefined;
}

export const isCall = (value: Pickled | undefined): value is Call =>
  typeof value === 'object' && value !== null && 'callee' in value;

export const isGlobal = (value: Pickled | undefined): value is Global =>
  typeof value === 'object' && value !== null && 'global' in value;

class Machine {
  readonly globals = new Set<string>();
  readonly #bytes: Buffer;
  #at = 0;
  #stack: Pickled[] = [];
  /** Stacks that were put aside by a mark. */
  readonly #marked: Pickled[][] = [];
  readonly #memo = new Map<number, Pickled>();

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  run(): Pickled {
    for (;;) {
      const opcode = String.fromCodePoint(this.#number(1));
      if (opcode === '.') return this.#pop();
      this.#step(opcode);
    }
  }

  #step(opcode: string): void {
    const literal = this.#literal(opcode);
    if (literal !== undefined) this.#stack.push(literal);
    else if (!this.#remember(opcode) && !this.#collect(opcode)) this.#build(opcode);
  }

  /** Instructions that put a plain value on the stack. */
  #literal(opcode: string): Pickled | undefined {
    switch (opcode) {
      case 'N':
        return null;
      case '\x88':
        return true;
      case '\x89':
        return false;
      case 'K':
        return this.#number(1);
      case 'M':
        return this.#number(2);
      case 'J':
        return this.#take(4).readInt32LE();
      case '\x8a':
        return this.#long(this.#number(1));
      case 'G':
        return this.#take(8).readDoubleBE();
      case 'X':
        return this.#take(this.#number(4)).toString('utf8');
      case '\x8c':
        return this.#take(this.#number(1)).toString('utf8');
      case 'C':
        return this.#take(this.#number(1));
      case 'B':
        return this.#take(this.#number(4));
      case 'S':
        return this.#line();
      case ']':
      case ')':
      case '\x8f':
        return [];
      case '}':
        return new Map();
      default:
        return undefined;
    }
  }

  /** Instructions about the memo, and those that change nothing here. */
  #remember(opcode: string): boolean {
    switch (opcode) {
      case '\x80': // PROTO
        this.#take(1);
        return true;
      case '\x95': // FRAME
        this.#take(8);
        return true;
      case 'q':
        this.#memo.set(this.#number(1), this.#top());
        return true;
      case 'r':
        this.#memo.set(this.#number(4), this.#top());
        return true;
      case '\x94': // MEMOIZE
        this.#memo.set(this.#memo.size, this.#top());
        return true;
      case 'h':
        this.#stack.push(this.#recall(this.#number(1)));
        return true;
      case 'j':
        this.#stack.push(this.#recall(this.#number(4)));
        return true;
      default:
        return false;
    }
  }

  /** Instructions that make tuples and fill lists and maps. */
  #collect(opcode: string): boolean {
    switch (opcode) {
      case '(':
        this.#marked.push(this.#stack);
        this.#stack = [];
        return true;
      case 't': {
        const values = this.#fromMark(); // first: it brings back the stack that the tuple goes to
        this.#stack.push(values);
        return true;
      }
      case '\x85':
      case '\x86':
      case '\x87':
        this.#stack.push(this.#popMany((opcode.codePointAt(0) ?? 0) - 0x84));
        return true;
      case 's':
        this.#fill(this.#popMany(2));
        return true;
      case 'u':
        this.#fill(this.#fromMark());
        return true;
      case 'a':
        this.#append([this.#pop()]);
        return true;
      case 'e':
      case '\x90':
        this.#append(this.#fromMark());
        return true;
      default:
        return false;
    }
  }

  /** Instructions that name something and that would call it. */
  #build(opcode: string): void {
    switch (opcode) {
      case 'c':
        this.#stack.push(this.#name(this.#line(), this.#line()));
        return;
      case '\x93': {
        const [module, name] = this.#popMany(2);
        this.#stack.push(this.#name(String(module), String(name)));
        return;
      }
      case 'Q': // a storage, told by its description
        this.#stack.push(this.#call({ global: 'persistent id' }, this.#pop()));
        return;
      case 'R':
      case '\x81': {
        const [callee = null, args = null] = this.#popMany(2);
        this.#stack.push(this.#call(callee, args));
        return;
      }
      case 'b': // BUILD: attributes, which no tensor's shape depends on
        this.#pop();
        return;
      default:
        throw new RangeError(`unknown instruction ${JSON.stringify(opcode)}`);
    }
  }

  #name(module: string, name: string): Global {
    const global = `${module}.${name}`;
    this.globals.add(global);
    return { global };
  }

  #call(callee: Pickled, args: Pickled): Call {
    return { callee, args, items: new Map() };
  }

  #fill(pairs: readonly Pickled[]): void {
    const top = this.#top();
    const items = top instanceof Map ? top : isCall(top) ? top.items : undefined;
    if (items === undefined) throw new TypeError('items for what is no map');
    for (let at = 0; at + 1 < pairs.length; at += 2) items.set(pairs[at] ?? null, pairs[at + 1] ?? null);
  }

  #append(values: readonly Pickled[]): void {
    const top = this.#top();
    if (Array.isArray(top)) for (const value of values) top.push(value);
  }

  #top(): Pickled {
    const top = this.#stack.at(-1);
    if (top === undefined) throw new RangeError('an empty stack');
    return top;
  }

  #pop(): Pickled {
    const top = this.#top();
    this.#stack.pop();
    return top;
  }

  #popMany(count: number): Pickled[] {
    if (this.#stack.length < count) throw new RangeError('an empty stack');
    return this.#stack.splice(this.#stack.length - count);
  }

  #fromMark(): Pickled[] {
    const values = this.#stack;
    const before = this.#marked.pop();
    if (before === undefined) throw new RangeError('no mark');
    this.#stack = before;
    return values;
  }

  #recall(index: number): Pickled {
    const value = this.#memo.get(index);
    if (value === undefined) throw new RangeError('nothing was kept there');
    return value;
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    if (taken.length < length) throw new RangeError('it ends in the middle');
    this.#at += length;
    return taken;
  }

  #number(size: 1 | 2 | 4): number {
    return this.#take(size).readUIntLE(0, size);
  }

  #long(size: number): bigint {
    const hex = Buffer.from(this.#take(size)).reverse().toString('hex');
    return hex === '' ? 0n : BigInt.asIntN(size * 8, BigInt(`0x${hex}`));
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw new RangeError('it ends in the middle');
    const line = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return line;
  }
}
