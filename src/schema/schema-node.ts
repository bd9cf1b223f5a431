/** A node of the schema, as far as messages and documentation need to know it. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly description?: string;
  /** Generated: the description for editors, where it is markdown. */
  readonly markdownDescription?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  /** The kinds of a tagged union, or what a row of overrides takes. */
  readonly allOf?: readonly { readonly if?: SchemaNode; readonly then?: SchemaNode; readonly $ref?: string }[];
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: SchemaNode;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** What form the value has. An editor says it of everything that is wrong with the value. */
  readonly errorMessage?: string;
  /** The same where a value may be a block: an editor keeps its own words for what is wrong with the keys. */
  readonly patternErrorMessage?: string;
  readonly pattern?: string;
  readonly maxProperties?: number;
  readonly minimum?: number;
}

/** A tagged union: its tag and its branches by the tag's value. */
export interface Union {
  readonly tag: string;
  readonly branches: ReadonlyMap<string, SchemaNode>;
}
