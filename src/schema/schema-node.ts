/** A node of the schema, as far as messages and documentation need to know it. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly description?: string;
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
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly errorMessage?: string;
  readonly pattern?: string;
  readonly maxProperties?: number;
  readonly minimum?: number;
}

/** A tagged union: its tag and its branches by the tag's value. */
export interface Union {
  readonly tag: string;
  readonly branches: ReadonlyMap<string, SchemaNode>;
}
