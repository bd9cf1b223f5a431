/**
 * Trouble outside the experiment file: a missing file, no permission, a full disk, a missing tool.
 * Thrown anywhere, caught once in cli/main.ts, printed without a stack, exit status 4; 2 for wrong use of the command line.
 * What is wrong *inside* a file is a Diagnostic and is never thrown; any other exception is a bug of ditc.
 */
export class DitcError extends Error {
  override readonly name = 'DitcError';
  /** `env/<slug>`, or `usage/<slug>` for what was asked wrongly. */
  readonly code: string;
  /** What to do about it, one or two full sentences. */
  readonly help: string | undefined;

  constructor(code: string, message: string, options: { help?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.help = options.help;
  }
}

/** Ends an exhaustive switch: a new member of the union no longer compiles. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`);
}
